/** An answer that was read whole, and one that is still arriving. */
import type { z } from "zod";
import { outboundErrors } from "./errors";

export interface ReplyHead {
  readonly status: number;
  readonly headers: Headers;
  /** Where the answer came from, after redirects. */
  readonly url: string;
}

export interface StreamedReply extends ReplyHead {
  /** The body as it arrives, decompressed. Reading it throws the typed errors of the client. */
  readonly body: AsyncIterable<Uint8Array>;
}

function charsetOf(headers: Headers): string {
  return /charset="?([\w.:-]+)/i.exec(headers.get("content-type") ?? "")?.[1] ?? "utf-8";
}

/** A whole answer. Reading it as text or JSON throws `vendor_reply_unreadable` and never quotes the body. */
export class OutboundReply implements ReplyHead {
  readonly status: number;
  readonly headers: Headers;
  readonly url: string;

  constructor(
    head: ReplyHead,
    readonly bytes: Uint8Array,
  ) {
    this.status = head.status;
    this.headers = head.headers;
    this.url = head.url;
  }

  private unreadable(detail: string, cause?: unknown) {
    return outboundErrors.vendor_reply_unreadable({
      detail,
      internal: { status: this.status, bytes: this.bytes.length },
      cause,
    });
  }

  /** The body as text, by the charset it declares. A byte that is none of that charset is an error, not a �. */
  text(): string {
    try {
      return new TextDecoder(charsetOf(this.headers), { fatal: true }).decode(this.bytes);
    } catch (cause) {
      throw this.unreadable("The text is not in the character set it declares.", cause);
    }
  }

  /** The body as JSON of the shape given. */
  json<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
    const text = this.text();
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // The parser's message quotes the text it chokes on, so it is no cause.
      throw this.unreadable("The answer is not JSON.");
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const paths = parsed.error.issues.slice(0, 5).map((issue) => issue.path.join(".") || "(whole)");
    throw this.unreadable(`The answer lacks what was expected at: ${paths.join(", ")}.`);
  }
}
