/** The messages of `fixtures`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Message } from "../message";
import { parseBatch } from "../parse";

const fixtures = join(import.meta.dirname, "..", "fixtures");

export const sampleNames = readdirSync(fixtures, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".hl7"),
);

export function messagesOf(name: string): Message[] {
  return parseBatch(readFileSync(join(fixtures, name), "utf8")).messages;
}
