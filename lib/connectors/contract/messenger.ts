/** How a connector sends HL7 v2 messages to a vendor that takes some changes no other way. */

/** What a receiver's certificate is checked with, and ours where it asks for one; in PEM. */
interface MessageTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
}

/** Where a receiver takes messages: over MLLP, encrypted where `tls` is given, or posted to an address. */
export type MessageReceiver =
  | { readonly host: string; readonly port: number; readonly tls?: MessageTls }
  | { readonly url: string };

export interface OutgoingMessage {
  readonly to: MessageReceiver;
  /** The message whole, with a control id that is unique. */
  readonly text: string;
}

export interface Messenger {
  /**
   * Sends a message in its turn; resolves when the receiver has accepted it (AA, CA). Throws typed errors: of kind
   * `retryable` it was certainly not sent, of kind `ambiguous` it was, and no answer came; of kind `invalid` the receiver
   * refused it (AE, AR, CE, CR), in words that hold nothing of its content; with the code `receiver_has_it` or
   * `receiver_lacks_it` where it says that what the message adds is there already, or that what it changes is not.
   */
  send(message: OutgoingMessage, signal?: AbortSignal): Promise<void>;
}
