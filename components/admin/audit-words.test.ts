import { describe, expect, it } from "vitest";
import type { AuditEventView } from "@/lib/audit/schema";
import { actionWords, detailLines, targetWords } from "./audit-words";

const event = (target: AuditEventView["target"]): AuditEventView => ({
  id: "1",
  at: "2026-11-21T00:00:00.000Z",
  actor: { kind: "user", id: "u", name: "Mara" },
  action: "user.created",
  target,
  requestId: null,
  ip: null,
  hash: null,
  previousHash: null,
});

describe("an entry of the trail in words", () => {
  it("reads its action as a sentence's beginning", () => {
    expect(actionWords("api_key.created")).toBe("API key created");
    expect(actionWords("sync.pause")).toBe("Sync paused");
  });

  it("names what was acted on by its kind and the end of its id", () => {
    expect(targetWords(event({ entity: "api_key", recordId: "0193d7a0-0000-7000-8000-0000000000c2" }))).toBe(
      "api key …0000c2",
    );
    expect(targetWords(event({ entity: "user", recordId: "r1" }))).toBe("user r1");
    expect(targetWords(event(null))).toBe("");
  });

  it("lists every other detail once", () => {
    expect(
      detailLines(event({ entity: "user", role: "driver", clinicIds: ["a", "b"], count: 2, scopes: [] })),
    ).toEqual([
      ["Role", "driver"],
      ["Clinic ids", "a, b"],
      ["Count", "2"],
    ]);
  });
});
