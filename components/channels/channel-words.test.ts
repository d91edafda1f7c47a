import { describe, expect, it } from "vitest";
import type { ChannelSource, DestinationDefinition } from "@/lib/channels/schema";
import {
  channelState,
  destinationWords,
  errorWords,
  failedCount,
  isHeld,
  listed,
  mappingWords,
  problemWords,
  queueOf,
  sourceWords,
} from "./channel-words";

const names = { integration: () => "Riverbend", webhook: () => "Billing" };
const id = "3f0c1a7e-0000-4000-8000-000000000001";

describe("a channel in words", () => {
  it.each<[ChannelSource, string]>([
    [{ kind: "mllp", types: [] }, "HL7 v2 from every sender"],
    [{ kind: "mllp", types: ["ADT^A04", "ORU"], integrationId: id }, "ADT^A04 and ORU from Riverbend"],
    [{ kind: "http" }, "What is posted to its address"],
    [{ kind: "event", types: ["patient.*", "sync.failed"] }, "Events patient.* and sync.failed"],
    [{ kind: "event", types: ["*"] }, "Every event"],
    [{ kind: "sync", entities: ["medication_requests"] }, "Changed medication requests, by a sync"],
  ])("tells where messages come from: %o", (source, words) => {
    expect(sourceWords(source, names)).toBe(words);
  });

  it("lists no more than a line holds", () => {
    expect(listed(["a", "b", "c"])).toBe("a, b and c");
    expect(listed(["a", "b", "c", "d"])).toBe("a, b and 2 more");
  });

  it("tells what becomes of a message", () => {
    expect(mappingWords({ to: "same", rules: [] })).toBe("As it comes");
    expect(mappingWords({ to: "fhir", rules: [{}] })).toBe("FHIR, 1 rule");
  });

  it.each<[Partial<DestinationDefinition>, string]>([
    [{ kind: "integration", integrationId: id, use: "take" }, "Records of Riverbend"],
    [{ kind: "integration", integrationId: id, use: "send" }, "HL7 v2 to Riverbend"],
    [{ kind: "mllp", host: "lab.example", port: 2575 }, "MLLP lab.example:2575"],
    [{ kind: "webhook", webhookId: id }, "Webhook Billing"],
  ])("tells where a destination leads: %o", (destination, words) => {
    const retry = { maxAttempts: 1, scheduleSeconds: [5] };
    expect(destinationWords({ id, retry, ...destination } as DestinationDefinition, names)).toBe(words);
  });

  it("adds queues up, and knows since when the oldest waits", () => {
    const later = { waiting: 2, failed: 0, oldestAt: "2026-11-17T10:00:00Z" };
    const earlier = { waiting: 1, failed: 3, oldestAt: "2026-11-16T10:00:00Z" };
    const empty = { waiting: 0, failed: 0, oldestAt: null };
    expect(queueOf([{ queue: later }, { queue: empty }, { queue: earlier }])).toEqual({
      waiting: 3,
      failed: 3,
      oldestAt: earlier.oldestAt,
    });
    expect(queueOf([])).toEqual(empty);
  });

  it("tell a destination that is held from one whose hold has passed", () => {
    const now = Date.parse("2026-11-17T10:00:00Z");
    const held = ["2026-11-17T10:05:00Z", "2026-11-17T09:55:00Z", null].map((heldUntil) =>
      isHeld({ heldUntil }, now),
    );
    expect(held).toEqual([true, false, false]);
  });
});

describe("messages that failed", () => {
  it("warn however well the channel runs, but for one that cannot run at all", () => {
    expect(channelState({ status: "RUNNING", failed: 0 })).toEqual({ shape: "ok", word: "Running" });
    expect(channelState({ status: "RUNNING", failed: 1 })).toEqual({ shape: "warn", word: "Running" });
    expect(channelState({ status: "STOPPED", failed: 1 })).toEqual({ shape: "warn", word: "Stopped" });
    expect(channelState({ status: "ERROR", failed: 1 })).toEqual({ shape: "bad", word: "Cannot run" });
  });

  it("are counted to the end of what a person wants to know", () => {
    expect([3, 99, 100].map(failedCount)).toEqual(["3", "99", "99+"]);
  });

  it("say which part failed", () => {
    const message = "It is required, and missing.";
    const said = (path: string) => errorWords([{ path, message }]);
    expect(["filter", "PID-5.1", "mapping", ""].map(said)).toEqual([
      `Filter: ${message}`,
      `Rule for PID-5.1: ${message}`,
      `Mapping: ${message}`,
      message,
    ]);
  });
});

it("says where a channel's problem is in the words of its page", () => {
  expect(
    [
      "destinations[1].integrationId: There is no such integration",
      "source.integrationId: There is no such integration",
      "mapping.rules[0].transform[0]: There is no lookup table: a",
      "mapping.rules: It is too long",
      "Its secrets cannot be read: save them again",
    ].map(problemWords),
  ).toEqual([
    "Destination 2: There is no such integration",
    "Source: There is no such integration",
    "Rule 1: There is no lookup table: a",
    "Mapping: It is too long",
    "Its secrets cannot be read: save them again",
  ]);
});
