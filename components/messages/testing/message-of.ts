/** A message for tests: received, processed and answered, but for what the test says. */
import type { MessageView } from "@/lib/messages/schema";

export function messageOf(more: Partial<MessageView> = {}): MessageView {
  return {
    id: "00000000-0000-4000-8000-000000000001",
    kind: "hl7v2",
    direction: "in",
    type: "ORU^R01",
    controlId: "Q1",
    integrationId: null,
    sender: "LAB|MAIN",
    receivedAt: "2026-11-17T10:38:02.125Z",
    processing: "PROCESSED",
    ack: { code: "AA", state: "SENT", text: null },
    attempts: 1,
    nextAttemptAt: null,
    replayOf: null,
    flags: [],
    ...more,
  };
}
