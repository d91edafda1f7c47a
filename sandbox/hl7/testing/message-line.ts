/** Who sends messages to simulated vendors, and looks behind their stage what became of them. */
import { once } from "node:events";
import { connect } from "node:net";
import { z } from "zod";
import { type Sandbox, startSandbox } from "@/sandbox";

const listed = z.array(
  z.object({ vendor: z.string(), mllp: z.object({ host: z.string(), port: z.number() }).nullable() }),
);
const records = z.object({
  items: z.array(
    z.looseObject({ id: z.string(), identifier: z.array(z.looseObject({ value: z.string() })).default([]) }),
  ),
});
type Held = z.output<typeof records>["items"][number];

export const vendors = [
  "epic",
  "cerner",
  "athenahealth",
  "eclinicalworks",
  "meditech",
  "veradigm",
  "nextgen",
];

/** A segment by its fields, each by its number. */
export function segment(name: string, fields: Readonly<Record<number, string>>): string {
  const last = Math.max(...Object.keys(fields).map(Number));
  return [name, ...Array.from({ length: last }, (_, index) => fields[index + 1] ?? "")].join("|");
}

export class MessageLine {
  private constructor(private readonly sandbox: Sandbox) {}

  static async open(): Promise<MessageLine> {
    return new MessageLine(await startSandbox({ patients: 3 }));
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }

  async backstage(method: string, path: string, body?: object): Promise<unknown> {
    const reply = await fetch(`${this.sandbox.url}${path}`, { method, body: body && JSON.stringify(body) });
    return reply.status === 204 ? undefined : reply.json();
  }

  async held(vendor: string, type = "Patient"): Promise<Held[]> {
    return records.parse(await this.backstage("GET", `/_data/${vendor}/${type}?limit=1000`)).items;
  }

  /** What the vendor answers, without its frame; empty where it breaks the connection. */
  async send(vendor: string, ...segments: string[]): Promise<string> {
    const port = listed.parse(await this.backstage("GET", "/_vendors")).find((one) => one.vendor === vendor)
      ?.mllp?.port;
    const socket = connect(port ?? 0, "127.0.0.1");
    socket.write(`\x0b${segments.join("\r")}\r\x1c\r`);
    let answer = "";
    socket.on("data", (piece) => {
      answer += String(piece);
      if (answer.endsWith("\x1c\r")) socket.end();
    });
    await once(socket, "close");
    return answer.slice(1, -2);
  }

  /** Sends a message about the vendor's first patient. */
  async sendOfPatient(vendor: string, type: string, ...segments: string[]): Promise<string> {
    const [patient] = await this.held(vendor);
    const header = `MSH|^~\\&|CARELANE||EHR||20260501||${type}|C1|P|2.5.1`;
    return this.send(vendor, header, `PID|1||${patient?.identifier.at(-1)?.value}||Doe^Jo`, ...segments);
  }
}
