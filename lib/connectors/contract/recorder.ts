/** How what a connector writes to a vendor is kept among all messages: as it went out, and as it was answered. */

/** A write as it goes out. Its headers, and so its token, are no part of it. */
export interface VendorWrite {
  /** Such as `Patient.update`. */
  readonly type: string;
  /** JSON. */
  readonly body: string;
}

/** What the vendor answered, whatever it says. */
export interface VendorAnswer {
  readonly status: number;
  readonly bytes: Uint8Array;
}

export interface Recorder {
  /** Keeps a write, has it sent, and notes what came of it; `send` tells what it heard. Throws what `send` throws. */
  keep<Reply>(
    write: VendorWrite,
    send: (heard: (answer: VendorAnswer) => void) => Promise<Reply>,
  ): Promise<Reply>;
}
