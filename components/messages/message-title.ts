/** What a message is called at its head. Pure. */
import type { DescribedMessage } from "@/lib/hl7/schema";
import type { MessageView } from "@/lib/messages/schema";
import { kindWords } from "./message-words";
import { typeWords } from "./type-words";

/** "Okafor, Adaeze" of PID-5; null where a message names no patient. */
export function patientName(message: DescribedMessage | undefined): string | null {
  const name = message?.segments.find((segment) => segment.name === "PID")?.fields[4]?.[0] ?? [];
  const [family, given] = name.map((part) => (typeof part === "string" ? part : (part[0] ?? "")));
  const parts = [family, given].filter((part) => part && part !== '""');
  return parts.length > 0 ? parts.join(", ") : null;
}

/** "Lab result for Okafor, Adaeze". */
export function messageTitle(
  { type, kind }: Pick<MessageView, "type" | "kind">,
  patient: string | null,
): string {
  const what = typeWords(type) ?? (type || `Unreadable ${kindWords[kind]} message`);
  return patient === null ? what : `${what} for ${patient}`;
}
