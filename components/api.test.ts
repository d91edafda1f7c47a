import { expect, it } from "vitest";
import { ApiError, send } from "./api";

const refusal = { title: "There is no such sync job", status: 404, code: "sync.not_found", errors: [] };

it("says a refusal as a sentence, so that another can follow it", () => {
  expect(new ApiError({ ...refusal, owner: "caller" }).message).toBe("There is no such sync job.");
  expect(new ApiError({ ...refusal, owner: "caller", detail: "Ask again." }).message).toBe("Ask again.");
});

it("tells that nobody answered from any answer", async () => {
  await expect(send("http://127.0.0.1:1/", {})).rejects.toMatchObject({ code: "unreachable", status: 0 });
});
