import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { coded, open, serve } from "./testing/vendor";

describe("answers", () => {
  it("unpacks gzip", async () => {
    const vendor = await serve((_request, response) =>
      response.setHeader("content-encoding", "gzip").end(gzipSync('{"a":1}')),
    );
    const reply = await open().request({ url: vendor.url });
    expect(reply.json(z.object({ a: z.number() }))).toEqual({ a: 1 });
  });

  it("stops unpacking a bomb at the size allowed", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const vendor = await serve((_request, response) =>
      response.setHeader("content-encoding", "gzip").end(bomb),
    );
    await expect(open().request({ url: vendor.url, maxBytes: 100_000 })).rejects.toThrow(
      coded("vendor_reply_too_large"),
    );
  });

  it("stops reading at the size allowed", async () => {
    const vendor = await serve((_request, response) => response.end(Buffer.alloc(5_000_000)));
    await expect(open().request({ url: vendor.url, maxBytes: 100_000 })).rejects.toThrow(
      coded("vendor_reply_too_large", { kind: "fatal" }),
    );
    expect(vendor.calls()).toBe(1);
  });

  it("names a damaged compressed answer", async () => {
    const vendor = await serve((_request, response) =>
      response.setHeader("content-encoding", "gzip").end("no gzip at all"),
    );
    await expect(open({ retries: 0 }).request({ url: vendor.url })).rejects.toThrow(
      coded("vendor_reply_unreadable"),
    );
  });

  it.each([
    ["<html>Camila</html>", z.object({})],
    ['{"name":"Camila"', z.object({})],
    ['{"name":"Camila"}', z.object({ id: z.string() })],
  ])("quotes nothing of an answer it cannot read: %s", async (body, schema) => {
    const vendor = await serve((_request, response) => response.end(body));
    const reply = await open().request({ url: vendor.url });
    const error = await Promise.resolve()
      .then(() => reply.json(schema))
      .catch((caught: unknown) => caught);
    expect(error).toEqual(coded("vendor_reply_unreadable"));
    expect(JSON.stringify(error)).not.toContain("Camila");
  });

  it("refuses bytes that are not of the character set declared", async () => {
    const vendor = await serve((_request, response) => response.end(Buffer.from([0xff, 0xfe, 0x41])));
    const reply = await open().request({ url: vendor.url });
    expect(() => reply.text()).toThrow(coded("vendor_reply_unreadable"));
  });

  it("reads another character set when the answer declares it", async () => {
    const vendor = await serve((_request, response) =>
      response.setHeader("content-type", "text/plain; charset=iso-8859-1").end(Buffer.from([0xfc])),
    );
    expect((await open().request({ url: vendor.url })).text()).toBe("ü");
  });

  it("hands a stream over as it arrives", async () => {
    const more = Promise.withResolvers<void>();
    const vendor = await serve(async (_request, response) => {
      response.write("first");
      await more.promise;
      response.end("second");
    });
    const { body } = await open().stream({ url: vendor.url });
    const chunks: string[] = [];
    for await (const chunk of body) {
      chunks.push(Buffer.from(chunk).toString());
      more.resolve();
    }
    expect(chunks).toEqual(["first", "second"]);
  });

  it("ends a stream that falls silent", async () => {
    const vendor = await serve((_request, response) => void response.write("first"));
    const { body } = await open().stream({ url: vendor.url, idleTimeoutMs: 50 });
    await expect(Array.fromAsync(body)).rejects.toThrow(coded("vendor_slow"));
  });
});
