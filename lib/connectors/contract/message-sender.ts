/** Who sends messages to us by itself, and how its messages are told from others'. */

export interface MessageSender {
  /** MSH-3, as its first component or whole; `*` for any. */
  readonly application: string;
  /** MSH-4, likewise. */
  readonly facility: string;
  /** The address or network it sends from; absent where any will do. */
  readonly peer?: string;
  /** SHA-256 of the certificate with which it signs in (TLS), in hexadecimal digits; absent where it needs none. */
  readonly certificate?: string;
  /** Of its times without an offset, as an IANA name; absent for the organization's. */
  readonly timeZone?: string;
}
