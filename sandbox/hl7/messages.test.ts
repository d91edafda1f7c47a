import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { MessageLine, vendors } from "@/sandbox/hl7/testing/message-line";

const requests = z.object({
  items: z.array(z.object({ method: z.string(), path: z.string(), status: z.number() })),
});

let line: MessageLine;
beforeAll(async () => {
  line = await MessageLine.open();
});
afterAll(() => line.close());

const held = (vendor: string) => line.held(vendor);
const send = (vendor: string, ...segments: string[]) => line.send(vendor, ...segments);
const header = (event: string) => `MSH|^~\\&|CARELANE||EHR||20260501||ADT^${event}^ADT_A05|C1|P|2.5.1`;

test.each(vendors)("%s files a new patient and what changes of a known one", async (vendor) => {
  const [known] = await held(vendor);
  const number = known?.identifier.at(-1)?.value;
  const changed = await send(
    vendor,
    header("A31"),
    `PID|1||${number}^^^&&||Newname^Ada^B~Old^Ada^^^^^BAD|""|19800229|F`,
  );
  expect(changed).toContain("\rMSA|AA|C1\r");
  const after = (await held(vendor)).find(({ id }) => id === known?.id);
  expect(after).toMatchObject({
    name: [{ family: "Newname", given: ["Ada", "B"] }, { use: "old" }],
    birthDate: "1980-02-29",
    gender: "female",
    address: known?.address,
  });
  expect(await send(vendor, header("A28"), "PID|1||C-77^^^CARELANE^PI||New^Nora||19900101")).toContain(
    "MSA|AA|C1",
  );
  const made = (await held(vendor)).find(({ identifier }) =>
    identifier.some(({ value }) => value === "C-77"),
  );
  expect(made).toMatchObject({ name: [{ family: "New", given: ["Nora"] }], birthDate: "1990-01-01" });
});

test.each([
  ["a patient nobody knows", header("A31"), "PID|1||nobody||Doe^Jo", "MSA|AE|C1\rERR||PID^1^3|204^"],
  ["a patient without a number", header("A28"), "PID|1||||Doe^Jo", "MSA|AE|C1\rERR|||101^"],
  ["a message without its patient", header("A28"), "EVN|A28", "MSA|AE|C1\rERR|||100^"],
  ["a message that it does not know", header("A99"), "PID|1||1||Doe^Jo", "MSA|AR|C1\rERR|||200^"],
])("refuses %s", async (_, first, second, answer) => {
  expect(await send("meditech", first, second)).toContain(answer);
});

test("refuses and goes silent when it is told to, and notes what it was sent", async () => {
  await line.backstage("POST", "/_faults", { vendor: "veradigm", kind: "nack", count: 1, path: "ADT" });
  const patient = "PID|1||C-88^^^CARELANE||Quiet^Quinn";
  expect(await send("veradigm", header("A28"), patient)).toContain("MSA|AE|C1\rERR|||207^");
  await line.backstage("POST", "/_faults", { vendor: "veradigm", kind: "drop", count: 1, path: "ADT" });
  expect(await send("veradigm", header("A28"), patient)).toBe("");
  const bearing = (await held("veradigm")).filter(({ identifier }) =>
    identifier.some(({ value }) => value === "C-88"),
  );
  expect(bearing).toHaveLength(1);
  const { items } = requests.parse(await line.backstage("GET", "/_requests?vendor=veradigm"));
  expect(items.slice(-2)).toEqual([
    { method: "MLLP", path: "/veradigm/hl7/ADT^A28", status: 422 },
    { method: "MLLP", path: "/veradigm/hl7/ADT^A28", status: 0 },
  ]);
});
