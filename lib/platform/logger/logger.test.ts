import { Writable } from "node:stream";
import fc from "fast-check";
import pino from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { forget, shared } from "../container";
import { defineErrors } from "../errors";
import { createLogger, mask, sanitizeEvent, withLogContext } from ".";

const seeds = [
  "Anna Müller-Østergård",
  "李小龙",
  "+1 (555) 010-4477",
  "0171 5550148",
  "anna.mueller@example.org",
  "MRN-00048151623",
  "123-45-6789",
  "cl_kJ8Zq2Vw9sXyT5bN1mC7dF3gH6",
  "s3cr3t-Pa55word!",
  "eyJhbGciOiJSUzM4NCJ9.eyJzdWIiOiJhIn0",
];

let written: string;
beforeEach(() => {
  written = "";
  forget("log.root");
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk);
      done();
    },
  });
  shared("log.root", () => pino({ level: "debug" }, stream));
});

const log = createLogger("test");

function expectNoSeed(): void {
  expect(seeds.filter((text) => written.includes(text))).toEqual([]);
}

const seed = fc.constantFrom(...seeds);
const sensitiveKey = fc.constantFrom(
  "patientName",
  "name",
  "notes",
  "email",
  "phone",
  "dateOfBirth",
  "mrn",
  "remoteId",
  "patientId",
  "body",
  "payload",
  "authorization",
  "token",
  "password",
  "apiKey",
  "secret",
  "message",
  "url",
  "query",
  "text",
  "value",
  "detail",
  "0",
);
const secretTree: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 6 },
    seed,
    seed.map((text) => `before ${text} after`),
    fc.array(tie("node"), { maxLength: 4 }),
    fc.dictionary(sensitiveKey, tie("node"), { maxKeys: 4 }),
    // A key that may be plain does not open what lies below it.
    fc.record({ target: fc.dictionary(sensitiveKey, tie("node"), { maxKeys: 3 }) }),
  ),
})).node;

const chosenErrors = defineErrors("test", {
  logger_test: { status: 500, owner: "carelane", kind: "fatal", title: "Something failed" },
});

function errorsHolding(text: string, tree: unknown): unknown[] {
  const fromDatabase = Object.assign(new Error(`Key (name)=(${text}) already exists.`), {
    code: "23505",
    detail: text,
    where: text,
    parameters: [text],
  });
  const overLines = new Error(`first line\n    at ${text} (looks like a frame)`);
  const nested = new Error("outer", { cause: new TypeError(text, { cause: text }) });
  const ours = chosenErrors.logger_test({ detail: text, internal: { tree }, cause: fromDatabase });
  return [
    fromDatabase,
    overLines,
    nested,
    ours,
    text,
    { message: text },
    new AggregateError([fromDatabase], text),
  ];
}

describe("a log line", () => {
  it("holds no name, number, address or secret, whatever field it came in", () => {
    fc.assert(
      fc.property(fc.dictionary(sensitiveKey, secretTree), (fields) => {
        log.info("Something happened", fields);
      }),
      { numRuns: 300 },
    );
    expect(written).toContain("Something happened");
    expectNoSeed();
  });

  it("holds none of them out of an error, its causes or its internals either", () => {
    fc.assert(
      fc.property(seed, secretTree, (text, tree) => {
        for (const error of errorsHolding(text, tree)) log.error("Something failed", { error });
      }),
      { numRuns: 100 },
    );
    expect(written).toContain("23505");
    expectNoSeed();
  });

  it("keeps what people need to find the cause: ids, counts, codes, frames and the chain", () => {
    const cause = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" });
    const error = chosenErrors.logger_test({ internal: { jobId: "j1" }, cause });
    withLogContext({ requestId: "r1" }, () => log.error("Something failed", { error, rows: 3 }));
    expect(JSON.parse(written)).toMatchObject({
      msg: "Something failed",
      service: "test",
      requestId: "r1",
      rows: 3,
      error: {
        code: "logger_test",
        message: "Something failed",
        internal: { jobId: "j1" },
        frames: expect.arrayContaining([expect.stringContaining("logger.test.ts")]),
        cause: { code: "ECONNREFUSED", message: "connect ECONNREFUSED 127.0.0.1:1" },
      },
    });
  });
});

describe("masking", () => {
  it.each([
    ["jane.doe@example.com", "j***@example.com"],
    ["(555) 010-1234", "***-1234"],
    ["Jane Doe", "[redacted]"],
    [{}, "[redacted]"],
  ])("shows of %j only %j", (value, shown) => {
    expect(mask(value)).toBe(shown);
  });
});

describe("an event kept for metrics", () => {
  it("loses what names a person or opens a door, at any depth, and keeps the rest", () => {
    const event = {
      caseId: "c1",
      patientName: "Jane",
      items: [{ sku: "a", contactPhone: "1", apiKey: "k" }],
      requestedBy: { name: "Jane" },
    };
    expect(sanitizeEvent(event)).toEqual({ caseId: "c1", items: [{ sku: "a" }] });
  });
});
