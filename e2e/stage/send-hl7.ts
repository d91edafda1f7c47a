/** A system that sends HL7 v2: one message over MLLP, and what it is answered. */
import { connect } from "node:net";
import type { Demo } from "./demo";

const begin = "\x0b";
const end = "\x1c\r";

/** Sends a message, whatever it holds; answers the acknowledgement. */
export function sendHl7({ mllp }: Pick<Demo, "mllp">, segments: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(mllp, () => socket.write(`${begin}${segments.join("\r")}\r${end}`));
    socket.setEncoding("utf8");
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("The connection ended without an answer.")));
    socket.on("data", (text: string) => {
      answer += text;
      if (!answer.endsWith(end)) return;
      resolve(answer.slice(begin.length, -end.length));
      socket.end();
    });
  });
}
