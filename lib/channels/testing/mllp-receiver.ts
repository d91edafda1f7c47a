/** A receiver of HL7 v2 that answers as it is told. */
import { acknowledge, newControlId, parseMessage } from "@/lib/hl7";
import { type MllpServer, type MllpServerOptions, startMllpServer } from "@/lib/hl7/mllp";

/** What a receiver of HL7 v2 does with a message: the code that it answers, or nothing at all. */
type Answer = "AA" | "AE" | "AR" | null;

/** Takes HL7 v2 over MLLP; answers AA unless it is told otherwise, message by message. */
export class MllpReceiver {
  readonly heard: string[] = [];
  private planned: Answer[] = [];

  private constructor(private readonly server: MllpServer) {}

  static async open(options: Partial<MllpServerOptions> = {}): Promise<MllpReceiver> {
    const take = async (frame: Uint8Array) => receiver.take(Buffer.from(frame).toString("utf8"));
    const server = await startMllpServer({ host: "127.0.0.1", port: 0, take, ...options });
    const receiver: MllpReceiver = new MllpReceiver(server);
    return receiver;
  }

  get port(): number {
    return this.server.port;
  }

  plan(...answers: Answer[]): void {
    this.planned = answers;
  }

  /** The control ids that came, in their order. */
  controlIds(): (string | undefined)[] {
    return this.heard.map((text) => parseMessage(text).text("MSH-10"));
  }

  close(): Promise<void> {
    return this.server.close(100);
  }

  private take(text: string): Buffer | null {
    this.heard.push(text);
    const code = this.planned.length > 0 ? (this.planned.shift() ?? null) : "AA";
    if (code === null) return null;
    return Buffer.from(acknowledge(parseMessage(text), { code, controlId: newControlId(), at: new Date() }));
  }
}
