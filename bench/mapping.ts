/**
 * What a mapping costs: pages of one record's copies through each of the nine kinds, beside the bare function that
 * does the same, and beside a field that is only copied. Kinds with code of people go over to threads.
 */
import jsonata from "jsonata";
import { applyPull, compileMapping } from "@/lib/mapping";

const resource = {
  resourceType: "Patient",
  name: [{ use: "official", family: "Lopez", given: ["Camila", "Maria"] }],
  gender: "female",
  sex: "W",
  birthDate: "1987-09-12",
  telecom: [
    { system: "email", value: "c@example.org" },
    { system: "phone", value: "469-555-5555" },
  ],
};
type Resource = typeof resource;
const record = { firstName: "Camila", gender: "female" };
const pageSize = 1_000;
const measureMs = 1_500;

const lookups = [{ name: "sex", rows: [{ from: "W", to: "female" }] }];
const codes = new Map([["W", "female"]]);
const parsed = jsonata("$uppercase($) & $source.gender");

interface Case {
  readonly remoteField: string;
  readonly transform: unknown;
  /** The same by hand. */
  readonly bare: (read: Resource) => unknown;
}

const cases: readonly Case[] = [
  { remoteField: "birthDate", transform: { kind: "direct" }, bare: (read) => read.birthDate },
  {
    remoteField: "name[0].family",
    transform: { kind: "function", name: "uppercase" },
    bare: (read) => read.name[0]?.family.toUpperCase(),
  },
  { remoteField: "sex", transform: { kind: "lookup", table: "sex" }, bare: (read) => codes.get(read.sex) },
  {
    remoteField: "gender",
    transform: { kind: "concatenate", fields: ["name[0].given[0]", "name[0].family"], separator: " " },
    bare: (read) => `${read.name[0]?.given[0]} ${read.name[0]?.family}`,
  },
  {
    remoteField: 'telecom[?(@.system=="phone")].value',
    transform: { kind: "split", separator: "-", index: 0 },
    bare: (read) => read.telecom.find(({ system }) => system === "phone")?.value.split("-")[0],
  },
  {
    remoteField: "none",
    transform: { kind: "default", value: "en" },
    bare: (read) => Reflect.get(read, "none") ?? "en",
  },
  {
    remoteField: "gender",
    // biome-ignore lint/suspicious/noThenProperty: the contract's word.
    transform: { kind: "conditional", when: "$ = 'female'", then: "F", else: "M" },
    bare: (read) => (read.gender === "female" ? "F" : "M"),
  },
  {
    remoteField: "name[0].family",
    transform: { kind: "expression", jsonata: "$uppercase($) & $source.gender" },
    bare: (read) => parsed.evaluate(read.name[0]?.family, { source: read }),
  },
  {
    remoteField: "name[0].family",
    transform: { kind: "custom", code: "return value.toUpperCase() + source.gender" },
    bare: (read) => `${read.name[0]?.family.toUpperCase()}${read.gender}`,
  },
];

/** Microseconds that one record takes, over as many pages as there is time for. */
async function microseconds(page: () => Promise<unknown>): Promise<number> {
  await page();
  const start = performance.now();
  let pages = 0;
  for (; performance.now() - start < measureMs; pages += 1) await page();
  return ((performance.now() - start) * 1_000) / (pages * pageSize);
}

function print(what: string, mapped: number, bare: number): void {
  const cells = [mapped, bare].map((time) => `${time.toFixed(2).padStart(10)} µs`);
  console.log(`${what.padEnd(14)}${cells.join("")}`);
}

const inputs = Array.from({ length: pageSize }, () => ({ resource, record }));
console.log(`One record of a page of ${pageSize.toLocaleString("en")}: mapped, and by the bare function`);
for (const { remoteField, transform, bare } of cases) {
  const mapping = compileMapping([{ localField: "language", remoteField, transform }], lookups);
  const [outcome] = await applyPull(mapping, inputs.slice(0, 1));
  if (!outcome || outcome.errors.length > 0) throw new Error(`${JSON.stringify(transform)} failed`);
  const mapped = await microseconds(() => applyPull(mapping, inputs));
  const byHand = await microseconds(async () => {
    for (const input of inputs) ({ ...input.record, language: await bare(input.resource) });
  });
  print(Reflect.get(Object(transform), "kind"), mapped, byHand);
}
const empty = compileMapping([]);
print("no field", await microseconds(() => applyPull(empty, inputs)), 0);
process.exit(0);
