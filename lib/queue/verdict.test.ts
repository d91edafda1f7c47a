import { describe, expect, it } from "vitest";
import { defineErrors } from "@/lib/platform/errors";
import { keptError, maxPostponements, verdictOfFailure, verdictOfSuccess } from "./verdict";

const table = (kind: "retryable" | "rate_limited" | "auth_expired" | "ambiguous" | "invalid" | "fatal") => ({
  status: 500,
  owner: "vendor" as const,
  kind,
  title: "The vendor said no",
});
const errors = defineErrors("queue-test", {
  test_retryable: table("retryable"),
  test_ambiguous: table("ambiguous"),
  test_limited: table("rate_limited"),
  test_expired: table("auth_expired"),
  test_invalid: table("invalid"),
  test_fatal: table("fatal"),
});
const at = new Date("2026-01-02T03:04:05Z");
const fresh = { attempts: 0, maxAttempts: 4, postponements: 0, firstDelayMs: 2_000 };

describe("what becomes of a job after a slice", () => {
  it("ends when the handler says nothing, and goes on when it asks for another slice", () => {
    expect(verdictOfSuccess(undefined)).toEqual({ next: "done" });
    expect(verdictOfSuccess({ again: true, delayMs: 7 })).toEqual({ next: "again", delayMs: 7 });
  });

  it("tries three times more, after 2, 4 and 8 seconds, then gives up", () => {
    const verdicts = [0, 1, 2, 3].map((attempts) =>
      verdictOfFailure(errors.test_retryable(), { ...fresh, attempts }, at, 0.5),
    );
    expect(verdicts.map((verdict) => ("delayMs" in verdict ? verdict.delayMs : verdict.next))).toEqual([
      2_000,
      4_000,
      8_000,
      "dead",
    ]);
  });

  it("spreads the delay by a fifth to either side", () => {
    const delays = [0, 1].map((spread) => verdictOfFailure(errors.test_retryable(), fresh, at, spread));
    expect(delays).toMatchObject([{ delayMs: 1_600 }, { delayMs: 2_400 }]);
  });

  it("waits as long as the other side asks, when that is longer", () => {
    const error = errors.test_ambiguous({ retryAfterMs: 60_000 });
    expect(verdictOfFailure(error, fresh, at, 0)).toMatchObject({ next: "retry", delayMs: 60_000 });
  });

  it("uses up no try while the other side asks to wait, but does not wait for ever", () => {
    const error = errors.test_limited({ retryAfterMs: 1_234 });
    expect(verdictOfFailure(error, { ...fresh, attempts: 3 }, at, 0)).toMatchObject({
      next: "postpone",
      delayMs: 1_234,
    });
    const worn = { ...fresh, postponements: maxPostponements - 1 };
    expect(verdictOfFailure(error, worn, at, 0)).toMatchObject({ next: "dead" });
  });

  it("gives up at once what no further try can change", () => {
    expect(verdictOfFailure(errors.test_invalid(), fresh, at, 0)).toMatchObject({ next: "dead" });
    expect(verdictOfFailure(errors.test_fatal(), fresh, at, 0)).toMatchObject({ next: "dead" });
    expect(verdictOfFailure(errors.test_expired(), fresh, at, 0)).toMatchObject({ next: "dead" });
  });

  it("tries an unknown error again and keeps nothing of its message", () => {
    const verdict = verdictOfFailure(new Error("Jane Doe, 1980-02-03"), fresh, at, 0);
    expect(verdict).toMatchObject({ next: "retry", error: { code: "unexpected", at: at.toISOString() } });
    expect(JSON.stringify(verdict)).not.toContain("Jane");
  });

  it("keeps code, title and detail of our own errors", () => {
    expect(keptError(errors.test_invalid({ detail: "Set the group id." }), at)).toEqual({
      code: "test_invalid",
      title: "The vendor said no",
      detail: "Set the group id.",
      at: at.toISOString(),
    });
  });
});
