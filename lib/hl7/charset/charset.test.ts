import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { parseBatch } from "../parse";
import { decodeMessage, encodeMessage } from "./index";

const header = (charset: string) => `MSH|^~\\&|A||||||ADT^A01|1|P|2.5||||||${charset}\r`;
const named = (charset: string, name: string) => `${header(charset)}PID|1||7||${name}\r`;

describe("what MSH-18 declares is how the bytes are read, and written again", () => {
  it.each([
    ["ASCII", "Doe^John", "ascii"],
    ["8859/1", "Müller^Zoë", "iso-8859-1"],
    ["8859/2", "Dvořák^Žofie", "iso-8859-2"],
    ["8859/5", "Иванов", "iso-8859-5"],
    ["8859/7", "Παπαδόπουλος", "iso-8859-7"],
    ["8859/8", "כהן", "iso-8859-8"],
    ["8859/9", "Yıldız", "iso-8859-9"],
    ["8859/15", "Œuvre €", "iso-8859-15"],
    ["ISO-8859-1", "Müller", "iso-8859-1"],
    ["WINDOWS-1252", "O’Hara", "windows-1252"],
    ["UNICODE UTF-8", "Zoë 山田 😀", "utf-8"],
    ["utf-8", "Zoë 山田", "utf-8"],
    ["GB 18030-2000", "张伟^𠀀", "gb18030"],
    ["BIG-5", "陳大文", "big5"],
    ["KS X 1001", "김철수", "cp949"],
    ["ISO IR14", "ﾔﾏﾀﾞ", "shift_jis"],
    ["CNS 11643-1992", "陳大文", "big5"],
  ])("%s", (charset, name, encoding) => {
    const text = named(charset, name);
    const bytes = iconv.encode(text, encoding);
    expect(decodeMessage(bytes)).toEqual({ text, encoding });
    expect(encodeMessage(text, encoding)).toEqual(bytes);
    expect(encodeMessage(text, charset)).toEqual(bytes);
  });
});

it("reads Japanese that is switched to by escape sequences", () => {
  const written = `${header("~ISO IR87~ISO IR159")}PID|1||7||\x1b$B;3ED\x1b(B^\x1b(ICX\x1b(B^\x1b$(D0!\x1b(B\r`;
  const bytes = Buffer.from(written, "latin1");
  const { text, ...how } = decodeMessage(bytes);
  expect(how).toEqual({ encoding: "iso-2022-jp" });
  expect(text).toContain("||山田^ﾃﾘ^丂\r");
  expect(encodeMessage(text, "iso-2022-jp")).toEqual(bytes);
});

it("reads Japanese that is not in the encoding it is said to be in", () => {
  const text = named("ASCII~ISO IR87", "山田");
  expect(decodeMessage(iconv.encode(text, "shift_jis"))).toEqual({ text, encoding: "shift_jis" });
});

it.each(["utf-16le", "utf-16be", "utf-32le"])("knows %s by how it begins", (encoding) => {
  const text = named("UNICODE UTF-16", "Zoë");
  for (const one of [text, `\uFEFF${text}`]) {
    const bytes = iconv.encode(one, encoding, { addBOM: false });
    expect(decodeMessage(bytes)).toEqual({ text: one, encoding });
  }
});

it.each([
  ["UTF-8", Buffer.from(named("", "Zoë")), "utf-8"],
  ["a page of Windows", iconv.encode(named("", "O’Hara"), "windows-1252"), "windows-1252"],
  ["any bytes", Buffer.from([...Buffer.from(header("")), 0x81, 0xff]), "iso-8859-1"],
])("takes what declares nothing for %s where it is that", (_name, bytes, encoding) => {
  expect(decodeMessage(bytes)).toMatchObject({ encoding });
  expect(decodeMessage(bytes).oddity).toBeUndefined();
});

it.each([
  ["ASCII", "charset_wrong"],
  ["BIG-5", "charset_wrong"],
  ["KLINGON", "charset_unknown"],
])("says that %s is not what the bytes are in, and reads them", (charset, oddity) => {
  const text = named(charset, "Zoë€");
  expect(decodeMessage(Buffer.from(text))).toEqual({ text, encoding: "utf-8", oddity });
});

it("finds the header of a message in a batch, and in a frame", () => {
  const text = `\vFHS|^~\\&|A\r${named("8859/2", "Dvořák")}FTS|1\r`;
  const decoded = decodeMessage(iconv.encode(text, "iso-8859-2"));
  expect(decoded).toEqual({ text, encoding: "iso-8859-2" });
  expect(parseBatch(decoded.text).messages[0]?.text("PID-5")).toBe("Dvořák");
});

it("writes no letter as another", () => {
  expect(() => encodeMessage("山", "8859/1")).toThrow(expect.objectContaining({ code: "hl7_charset_unfit" }));
  expect(() => encodeMessage("abcd", "base64")).toThrow(
    expect.objectContaining({ code: "hl7_charset_unfit" }),
  );
  expect(() => encodeMessage("a", "KLINGON")).toThrow(expect.objectContaining({ code: "hl7_charset_unfit" }));
});

describe("gives back the bytes that came, whatever they are", () => {
  const charsets = [
    ...["", "ASCII", "UNICODE UTF-8", "UNICODE UTF-16", "KLINGON", "WINDOWS-1252"],
    ...Array.from({ length: 16 }, (_, index) => `8859/${index + 1}`),
    ...[
      "ISO IR14",
      "~ISO IR87",
      "ISO IR87~ISO IR159",
      "GB 18030-2000",
      "BIG-5",
      "KS X 1001",
      "CNS 11643-1992",
    ],
  ];
  const lossless = (bytes: Buffer) => {
    const { text, encoding } = decodeMessage(bytes);
    expect(encodeMessage(text, encoding)).toEqual(bytes);
  };
  it.each(charsets)("declared as %j", (charset) => {
    const start = Buffer.from(header(charset), "latin1");
    fc.assert(
      fc.property(fc.uint8Array(), (rest) => lossless(Buffer.concat([start, rest]))),
      { numRuns: 50 },
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (rest) =>
        lossless(Buffer.concat([start, Buffer.from(rest)])),
      ),
    );
  });
  it("that begin as wide characters do", () => {
    const begin = fc.constantFrom(
      [0xff, 0xfe],
      [0xfe, 0xff],
      [0xff, 0xfe, 0, 0],
      [0, 0x4d, 0, 0x53, 0, 0x48],
    );
    fc.assert(
      fc.property(begin, fc.uint8Array(), (start, rest) => lossless(Buffer.from([...start, ...rest]))),
    );
  });
});
