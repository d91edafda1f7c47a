import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineBatches, linesIn, parseResourceLine, probableId } from "./ndjson";

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function linesOf(text: string | Uint8Array, size = 7, sizes = { batchBytes: 16, maxLineBytes: 1_000 }) {
  const lines: string[] = [];
  let counted = 0;
  for await (const batch of lineBatches(chunksOf(Buffer.from(text), size), sizes)) {
    counted += batch.lines;
    for (const line of linesIn(batch.bytes)) lines.push(line.toString());
  }
  expect(counted).toBe(lines.length);
  return lines;
}

describe("lineBatches", () => {
  it("gives the same lines however the bytes arrive", async () => {
    const line = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\n", ""));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1 }),
        fc.integer({ min: 1, max: 50 }),
        async (lines, size) => {
          expect(await linesOf(`${lines.join("\n")}\n`, size)).toEqual(lines);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("takes a last line that ends without a newline", async () => {
    expect(await linesOf("one\ntwo")).toEqual(["one", "two"]);
  });

  it("puts an unreadable line where one is too long, and reads on", async () => {
    const [first, long = "", last] = await linesOf(`a\n${"x".repeat(2_000)}\nb\n`);
    expect([first, last]).toEqual(["a", "b"]);
    expect(long.length).toBeLessThan(10);
    expect(parseResourceLine(Buffer.from(long))).toBeUndefined();
  });

  it("notices a last line that is too long and never ends", async () => {
    expect(await linesOf(`a\n${"x".repeat(2_000)}`)).toHaveLength(2);
  });
});

describe("parseResourceLine", () => {
  it("keeps the text as it came", () => {
    const text = '{"resourceType":"Observation","id":"o","valueQuantity":{"value":1.10}}';
    expect(parseResourceLine(Buffer.from(`${text}\r`))?.text).toBe(text);
  });

  it.each(['{"resourceType":"Patient"}', "{", "null", '"Patient"', "[]"])(
    "finds no resource in %s",
    (line) => {
      expect(parseResourceLine(Buffer.from(line))).toBeUndefined();
    },
  );

  it("finds no resource in bytes that are not UTF-8", () => {
    const bytes = Buffer.from('{"resourceType":"Patient","id":"x","a":"\xff"}', "latin1");
    expect(parseResourceLine(bytes)).toBeUndefined();
  });
});

describe("probableId", () => {
  it.each([
    ['{"resourceType":"Patient","id":"a-1.b","name":[]}', "a-1.b"],
    ['{"resourceType": "Patient", "id": "a"}', "a"],
    ['{"resourceType":"Patient"}', undefined],
    ['{"id":12}', undefined],
    ['{"id":"', undefined],
    [`{"id":"${"a".repeat(65)}"}`, undefined],
  ])("finds in %s the id %s", (line, id) => {
    expect(probableId(Buffer.from(line))).toBe(id);
  });
});
