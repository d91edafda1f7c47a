import fc from "fast-check";
import { expect, it } from "vitest";
import { environmentForTests } from "../testing/hooks";
import { textArray, withSystem } from ".";

environmentForTests();

/** As PostgreSQL read the parameter, in its own text format. */
async function asRead(type: "text" | "bytea", list: unknown): Promise<unknown> {
  const row = await withSystem("seed", (tx) => tx.one(`select to_json($1::${type}[]) as list`, [list]));
  return row?.list;
}

// PostgreSQL's text holds no NUL, and what is no character has no UTF-8.
const texts = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
const hex = (bytes: Uint8Array | null) => bytes && `\\x${Buffer.from(bytes).toString("hex")}`;

it("brings every list of texts and nulls as it is", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(texts), { minLength: 1 }), async (list) => {
      expect(await asRead("text", textArray(list))).toEqual(list);
    }),
    { numRuns: 200 },
  );
});

it("brings every list of bytes and nulls as it is", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(fc.uint8Array()), { minLength: 1 }), async (list) => {
      expect(await asRead("bytea", list)).toEqual(list.map(hex));
    }),
    { numRuns: 200 },
  );
});

it("brings texts that need marks in other formats, and empty ones", async () => {
  const list = ['{"a":"b\\"c"}', "NULL", "", ",{}", "Zoë 😀"];
  expect(await asRead("text", textArray(list))).toEqual(list);
});
