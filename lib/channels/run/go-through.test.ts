import { describe, expect, it } from "vitest";
import { parseMessage } from "@/lib/hl7";
import type { MessageKind } from "@/lib/messages/schema";
import { channelMappingSchema } from "../schema";
import { goThrough, planOf } from "./go-through";

const header = "MSH|^~\\&|LAB|MAIN|||20261117||ADT^A04|C1|P|2.5.1";
const ada = 'PID|1||77123^^^MAIN^MR~9^^^CITY||Okafor^Ada||19800515|F|||12 Elm St^""^Leeds';
const admission = [header, ada, "ZAP|x", ""].join("\r");
const lookups = [{ name: "sex", rows: [{ from: "F", to: "female" }] }];

function pass(body: string, filter: string | null, mapping: object = {}, kind: MessageKind = "hl7v2") {
  const plan = planOf({ filter, mapping: channelMappingSchema.parse(mapping) }, lookups);
  return goThrough(plan, { kind, body: Buffer.from(body), timeZone: "UTC" });
}

async function made(...args: Parameters<typeof pass>): Promise<string> {
  const passed = await pass(...args);
  if (passed.state !== "ROUTED") throw new Error(JSON.stringify(passed));
  return passed.output.body.toString();
}

async function reasons(...args: Parameters<typeof pass>) {
  const passed = await pass(...args);
  return passed.state === "FAILED" ? passed.errors : passed.state;
}

describe("a filter", () => {
  it.each([
    ["MSH.`9.2` = 'A04' and PID.`5.2` = 'Ada'", "ROUTED"],
    ["PID.`3(2).4` = 'CITY'", "ROUTED"],
    ["$exists(ZAP)", "ROUTED"],
    ["PID.`8` = 'M'", "FILTERED"],
    ["OBX", "FILTERED"],
    ["MSH /* the rest */ // no end", "FAILED"],
  ])("that says %s of an admission: %s", async (filter, state) => {
    expect((await pass(admission, filter)).state).toBe(state);
  });

  it("looks into JSON as it is", async () => {
    expect((await pass('{"a":{"b":2}}', "a.b = 2", {}, "webhook")).state).toBe("ROUTED");
  });

  it.each([
    ["$number(PID.`5.1`) > 3", "$number was given a value that is no number, at position 8 (JSONata D3030)."],
    [
      "PID.`5.1` = 'Ada' or PID.`5.1` > 3",
      "An operator compares values of different kinds, right of or at position 20 (JSONata T2009).",
    ],
    ["PID.`5.1` > 3", "> compares values of different kinds, at position 11 (JSONata T2009)."],
    ["$nothing(PID)", "$nothing is no function, at position 9 (JSONata T1006)."],
  ])("that fails at %s says why and where", async (filter, message) => {
    expect(await reasons(admission, filter)).toEqual([{ path: "filter", message }]);
  });

  it("that throws fails the message with a reason that tells nothing of it", async () => {
    const errors = await reasons(admission, "$error(PID.`5.1`)");
    expect(errors).toEqual([{ path: "filter", message: expect.any(String) }]);
    expect(JSON.stringify(errors)).not.toContain("Okafor");
  });
});

describe("a mapping", () => {
  it("without rules leaves every byte as it came, also those that no HL7 v2 has", async () => {
    const odd = `${admission}\u0000 trailing`;
    expect(await made(odd, null)).toBe(odd);
  });

  it("writes into places of HL7 v2 by steps, and makes segments that are not there", async () => {
    const text = await made(admission, null, {
      rules: [
        { target: "MSH-5", transform: { kind: "default", value: "EHR" }, source: "MSH-5" },
        { target: "PID-5.1", source: "PID-5.1", transform: "uppercase" },
        { target: "PID-8", source: "PID-8", transform: { kind: "lookup", table: "sex" } },
        {
          target: "NTE-3",
          transform: { kind: "concatenate", fields: ["PID-5.2", "PID-3(2).4"], separator: " of " },
        },
        {
          target: "PID-9.1",
          source: "PID-5",
          transform: { kind: "split", separator: "k", into: ["PID-9.1", "PID-9.2"] },
        },
        { target: "PID-11.1", source: "PID-30" },
        { target: "OBX(2)-5", transform: { kind: "expression", jsonata: "$count($keys($source))" } },
      ],
    });
    const message = parseMessage(text);
    const read = (place: string) => message.text(place);
    expect(["MSH-5", "PID-5.1", "PID-5.2", "PID-8", "NTE-3"].map(read)).toEqual([
      "EHR",
      "OKAFOR",
      "Ada",
      "female",
      "Ada of CITY",
    ]);
    expect(["PID-9.1", "PID-9.2", "PID-11.1", "PID-11.3", "OBX(2)-5"].map(read)).toEqual([
      "O",
      "afor",
      undefined,
      "Leeds",
      "3",
    ]);
    expect(message.text("MSH-10")).toBe("C1");
  });

  it("shows HL7 v2 as JSON, and writes JSON by JSONPath", async () => {
    const json = JSON.parse(
      await made(admission, null, { to: "json", rules: [{ target: "who.name", source: "PID-5.1" }] }),
    );
    expect(json).toMatchObject({ who: { name: "Okafor" }, PID: [{ "5.2": "Ada", "11.2": null }] });
  });

  it("makes HL7 v2 of JSON by its rules alone", async () => {
    const rules = [
      { target: "MSH-9.1", transform: { kind: "default", value: "ORU" } },
      { target: "MSH-9.2", transform: { kind: "expression", jsonata: "'R01'" } },
      { target: "PID-3.1", source: "$.patient" },
    ];
    const message = parseMessage(await made('{"patient":"a|b"}', null, { to: "hl7v2", rules }, "webhook"));
    expect(["MSH-3", "MSH-9.2", "PID-3.1"].map((place) => message.text(place))).toEqual([
      "CARELANE",
      "R01",
      "a|b",
    ]);
  });

  it("makes the message that a FHIR resource tells of", async () => {
    const patient = {
      resourceType: "Patient",
      identifier: [{ value: "77123" }],
      name: [{ family: "Okafor" }],
    };
    const text = await made(JSON.stringify(patient), null, { to: "hl7v2" }, "fhir");
    const message = parseMessage(text);
    expect(["MSH-9.2", "PID-3.1", "PID-5.1"].map((place) => message.text(place))).toEqual([
      "A31",
      "77123",
      "Okafor",
    ]);
  });

  it("writes in the character set of the message that came", async () => {
    const latin = Buffer.from(
      admission.replace("2.5.1", "2.5.1||||||8859/1").replace("Ada", "Zoë"),
      "latin1",
    );
    const mapping = channelMappingSchema.parse({ rules: [{ target: "PID-5.3", source: "PID-5.2" }] });
    const passed = await goThrough(planOf({ filter: null, mapping }, []), {
      kind: "hl7v2",
      body: latin,
      timeZone: "UTC",
    });
    expect(passed.state === "ROUTED" && passed.output.body.toString("latin1")).toContain("Okafor^Zoë^Zoë");
  });

  it.each([
    ["no HL7 v2 without a type", "{}", { to: "hl7v2" }, "webhook", "mapping", /MSH-9.1/],
    ["no FHIR of what is none", "{}", { to: "fhir" }, "webhook", "mapping", /Only HL7 v2, FHIR/],
    ["nothing of what is no message", "PID|1", {}, "hl7v2", "", /HL7/],
    ["nothing of what is no JSON", "{", {}, "webhook", "", /no JSON/],
    [
      "nothing where a table has no row",
      admission.replace("|F|", "|X|"),
      { rules: [{ target: "PID-8", source: "PID-8", transform: { kind: "lookup", table: "sex" } }] },
      "hl7v2",
      "PID-8",
      /no row/,
    ],
    [
      "nothing where what is required is missing",
      admission,
      { rules: [{ target: "PID-19", source: "PID-19", required: true }] },
      "hl7v2",
      "PID-19",
      /required/,
    ],
  ] as const)("makes %s", async (_what, body, mapping, kind, path, message) => {
    expect(await reasons(body, null, mapping, kind)).toEqual([
      { path, message: expect.stringMatching(message) },
    ]);
  });
});
