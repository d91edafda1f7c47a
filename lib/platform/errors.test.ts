import { describe, expect, it } from "vitest";
import { CarelaneError, declaredErrors, defineErrors, hasCode, isCarelaneError } from "./errors";

const errors = defineErrors("test", {
  errors_test: { status: 409, owner: "caller", kind: "invalid", title: "This is in the way" },
});

describe("a declared error", () => {
  it("carries its definition, what was said about it, and its cause", () => {
    const cause = new Error("below");
    const error = errors.errors_test({ detail: "Move it.", retryAfterMs: 5, cause });
    expect(error).toMatchObject({
      code: "errors_test",
      status: 409,
      owner: "caller",
      kind: "invalid",
      retryAfterMs: 5,
    });
    expect(error.message).toBe("This is in the way");
    expect(error.cause).toBe(cause);
  });

  it("keeps what is for the log out of its message", () => {
    expect(errors.errors_test({ internal: { jobId: "j1" } }).message).not.toContain("j1");
  });

  it("is listed for the API reference", () => {
    expect(declaredErrors().get("errors_test")).toMatchObject({ domain: "test", status: 409 });
  });

  it("is recognised across the two copies of the library in the web process", () => {
    const error: unknown = Object.assign(new Error("x"), {
      [Symbol.for("carelane.error")]: true,
      code: "errors_test",
    });
    expect(error instanceof CarelaneError).toBe(false);
    expect(isCarelaneError(error)).toBe(true);
    expect(hasCode(error, "another", "errors_test")).toBe(true);
    expect(hasCode(error, "another")).toBe(false);
  });

  it.each([undefined, null, "errors_test", { code: "errors_test" }, new Error("errors_test")])(
    "is not confused with %j",
    (value) => {
      expect(isCarelaneError(value)).toBe(false);
    },
  );
});
