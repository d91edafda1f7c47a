import { expect, it } from "vitest";
import { readBytes } from "./body";

function sending(chunks: readonly string[], end: (controller: ReadableStreamDefaultController) => void) {
  const body = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      end(controller);
    },
  });
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
  return new Request("http://localhost/", init);
}

it("puts a body together however it was cut", async () => {
  const request = sending(["[1,", "2]"], (controller) => controller.close());
  expect(new TextDecoder().decode(await readBytes(request, 5))).toBe("[1,2]");
});

it("blames a connection that ends half way on the caller", async () => {
  const request = sending([], (controller) => controller.error(new Error("aborted")));
  await expect(readBytes(request, 5)).rejects.toMatchObject({ code: "body_cut_short", status: 400 });
});
