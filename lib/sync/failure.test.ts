import { describe, expect, it } from "vitest";
import { defineErrors, type ErrorKind } from "@/lib/platform/errors";
import { failureOf, failureSentence, lastFailureOf } from "./failure";

const table = (kind: ErrorKind) => ({
  status: 502,
  owner: "vendor" as const,
  kind,
  title: "The vendor said no",
});
const errors = defineErrors("failure-test", {
  words_retryable: table("retryable"),
  words_limited: table("rate_limited"),
  words_ambiguous: table("ambiguous"),
  words_expired: table("auth_expired"),
  words_invalid: table("invalid"),
  words_fatal: table("fatal"),
});

describe("the words of a failure", () => {
  it("keep what the error itself says while the job goes on by itself", () => {
    const error = errors.words_retryable({ detail: "Carelane tries again by itself." });
    expect(failureSentence(failureOf(error))).toBe("The vendor said no. Carelane tries again by itself.");
  });

  it.each([errors.words_retryable, errors.words_limited, errors.words_ambiguous])(
    "promise no further try once there is none",
    (make) => {
      const { detail } = lastFailureOf(make({ detail: "It goes on tomorrow by itself." }));
      expect(detail).toBe("It was tried several times. Retry the job later. What has come in is kept.");
    },
  );

  it("say what to set right before a refused sign-in is tried again", () => {
    expect(lastFailureOf(errors.words_expired({ detail: "Compare the client id." })).detail).toBe(
      "Compare the client id. Then test the connection and retry the job. What has come in is kept.",
    );
  });

  it.each([errors.words_invalid, errors.words_fatal])(
    "say what to settle where no further try helps",
    (make) => {
      expect(lastFailureOf(make({ detail: "Ask for the right." })).detail).toBe(
        "Ask for the right. Once that is settled, retry the job. What has come in is kept.",
      );
    },
  );

  it("pass on nothing of an error that is not ours", () => {
    const failure = lastFailureOf(new Error("Jane Doe, 1980-02-03"));
    expect(failure).toMatchObject({ code: "internal", owner: "carelane" });
    expect(JSON.stringify(failure)).not.toContain("Jane");
  });
});
