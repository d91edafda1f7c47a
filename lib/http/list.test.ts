import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { csvHead, csvLines } from "./csv";
import { decodeCursor, encodeCursor, listQuery } from "./list";

const place = z.object({ at: z.string(), id: z.string() });

it("gives back the place a cursor was made of", () => {
  fc.assert(
    fc.property(fc.record({ at: fc.string(), id: fc.string() }), (value) => {
      expect(decodeCursor(place, encodeCursor(value))).toEqual(value);
    }),
  );
});

it("refuses every cursor that is not one of ours with 422", () => {
  for (const cursor of ["", "nonsense", "e30", encodeCursor({ at: 1, id: 2 }), encodeCursor(null), "%%%"]) {
    expect(() => decodeCursor(place, cursor)).toThrowError(expect.objectContaining({ status: 422 }));
  }
});

it("pages fifty at a time unless told, and two hundred at most", () => {
  expect(listQuery.parse({}).limit).toBe(50);
  for (const limit of ["0", "201", "ten", "-1"]) expect(listQuery.safeParse({ limit }).success).toBe(false);
});

it("writes CSV that no spreadsheet takes for formulas and that keeps its columns", () => {
  const rows = [
    { name: "=1+1", note: 'says "hi", twice', count: -3 },
    { name: "\tTab", note: "two\nlines", count: 0 },
    { name: "@home", note: null, count: 1, deep: { at: ["x"] } },
    { name: "O'Neil", note: "+4912", count: 2 },
    { name: "＝1+1", note: "\n=1", count: 3 },
  ];
  const columns = ["name", "note", "count", "deep.at"];
  expect(csvHead(columns) + csvLines(columns, rows)).toBe(
    [
      "name,note,count,deep.at",
      `"'=1+1","says ""hi"", twice",-3,`,
      `"'\tTab","two\nlines",0,`,
      `"'@home",,1,"[""x""]"`,
      `"O'Neil","'+4912",2,`,
      `"'＝1+1","'\n=1",3,`,
      "",
    ].join("\r\n"),
  );
});
