import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openFhirConnection } from "../protocols/fhir-connector";
import { pullAll } from "../testing/contract";
import { athenahealth } from ".";
import { athenahealthServer } from "./server";
import { type AthenahealthBench, openAthenahealthBench } from "./testing/bench";

const coded = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });
const chart = [
  "encounters",
  "conditions",
  "observations",
  "diagnostic_reports",
  "medication_requests",
  "documents",
] as const;

let bench: AthenahealthBench;
beforeAll(async () => {
  bench = await openAthenahealthBench();
});
afterEach(() => bench.vendor.clearFaults());
afterAll(() => bench.close());

/** The patient with the most in their chart, and the ids of that. */
async function fullChart() {
  const observations = await bench.vendor.held("Observation");
  const reference = (one?: { subject?: { reference: string } }) => one?.subject?.reference ?? "";
  const count = (subject: string) => observations.filter((one) => reference(one) === subject).length;
  const subjects = [...new Set(observations.map(reference))];
  const fullest = subjects.toSorted((a, b) => count(b) - count(a))[0] ?? "";
  const held = await Promise.all(
    chart.map(async (entity) => {
      const type = athenahealth.entities[entity]?.remoteEntity ?? "";
      const ids = (await bench.vendor.held(type)).filter((one) => reference(one) === fullest);
      return [entity, ids.map(({ id }) => id).sort()] as const;
    }),
  );
  return { id: fullest.replace("Patient/", ""), held };
}

describe("one patient", () => {
  it("comes by id with all that searches find, and with whom it names", async () => {
    const { id, held } = await fullChart();
    const { ids, pages } = await pullAll(bench, bench.context(), { patient: { remoteId: id } });
    expect(ids("patients")).toEqual([id]);
    for (const [entity, wanted] of held) expect(ids(entity)).toEqual(wanted);
    expect(ids("practitioners").length).toBeGreaterThan(0);
    expect(ids("medications").length).toBeGreaterThan(0);
    expect(pages.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it("comes by number or names, asked for in the practice", async () => {
    const [, held] = await bench.vendor.held("Patient");
    const { identifier, name, birthDate } = JSON.parse(JSON.stringify(held));
    const [{ family, given }] = name;
    for (const demographics of [
      { identifier: identifier[0].value },
      { family, given: given[0], birthDate },
    ]) {
      const { ids } = await pullAll(bench, bench.context(), { patient: { demographics } });
      expect(ids("patients")).toEqual([held?.id]);
    }
    const asked = (await bench.vendor.requests()).findLast(({ path }) => path.endsWith("/Patient"));
    expect(asked?.query).toContain("ah-practice=Organization%2Fa-1.Practice-195900");
  });

  it.each([
    [{ family: "Lopez" }, "birthDate"],
    [{ given: "Ada", birthDate: "1990-01-01" }, "family"],
  ])("is not searched by %j, and what is missing is named", async (demographics, path) => {
    await expect(pullAll(bench, bench.context(), { patient: { demographics } })).rejects.toThrow(
      coded("demographics_incomplete", { errors: [{ path, message: expect.any(String) }] }),
    );
  });
});

describe("the population", () => {
  it("is asked for what changed since, by export", async () => {
    const whole = await pullAll(bench, bench.context());
    const { changedSince } = whole.pages.at(-1)?.complete ?? {};
    const added = await bench.vendor.add("Condition", { resourceType: "Condition" });
    const request = { mode: "incremental", changedSince } as const;
    const { ids, pages } = await pullAll(bench, bench.context(), request);
    expect(ids("conditions")).toEqual([added]);
    expect(ids("patients")).toEqual([]);
    expect(pages.at(-1)?.complete).toMatchObject({ wholePopulation: false });
    await bench.vendor.remove("Condition", added);
  });

  it("without a group is read chart by chart, asked for what changed since the day before", async () => {
    const { id } = await fullChart();
    const { ids, pages } = await pullAll(bench, bench.context({ groupId: undefined }), {
      mode: "incremental",
      changedSince: "2026-03-01T12:00:00Z",
      knownRemoteIds: async (_entity, after) => (after === null ? [id] : []),
    });
    expect(ids("patients")).toEqual([id]);
    expect(pages[0]?.note).toContain("only patients already known");
    const asked = (await bench.vendor.requests()).findLast(({ path }) => path.endsWith("/Observation"));
    expect(asked?.query).toContain("_lastUpdated=ge2026-02-28");
  });
});

describe("signing in", () => {
  /** The scopes of the token that a pull with this access gets. */
  async function grantedFor(context: ReturnType<AthenahealthBench["context"]>): Promise<string | null> {
    const scopes = athenahealth.scopes?.(context.access) ?? [];
    return (await (await openFhirConnection(context, athenahealthServer, scopes)).session.token()).scope;
  }

  it("asks for what is switched on, and for nothing else", async () => {
    const context = {
      ...bench.context(),
      access: [{ entity: "observations", direction: "bidirectional" } as const],
    };
    expect(await grantedFor(context)).toBe("system/Observation.rs system/Group.r");
    await expect(
      pullAll(bench, context, { entities: ["conditions"], patient: { remoteId: "a-195900.E-1000000" } }),
    ).rejects.toThrow(coded("access_refused"));
  });

  it("signs with our key where no secret is set", async () => {
    const checks = await athenahealth.test(bench.context({ clientSecret: undefined }));
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ["Address", true],
      ["Discovery", true],
      ["Our key", true],
      ["Access token", true],
      ["Reading", true],
      ["HL7 v2 address", true],
    ]);
  });

  it("stops at an address that the gateway does not know", async () => {
    const { fhirBaseUrl } = bench.context().config;
    const checks = await athenahealth.test(bench.context({ fhirBaseUrl: fhirBaseUrl.replace("r4", "r9") }));
    expect(checks.at(-1)).toMatchObject({ name: "Discovery", ok: false });
  });
});

it("reads an appointment by its id, though it finds none by patient", async () => {
  const [held] = await bench.vendor.held("Appointment");
  const read = await athenahealth.entities.appointments?.read?.(bench.context(), held?.id ?? "");
  expect(read).toMatchObject({ state: "found", item: { remoteId: held?.id } });
});

it("offers no write but of what goes as messages, because the vendor takes none", () => {
  for (const { entity, write, create, update, limitations } of Object.values(athenahealth.entities)) {
    const isTold = write.via === "hl7v2";
    const taken = [isTold, isTold];
    expect([entity, write.create, write.update]).toEqual([entity, ...taken]);
    expect([create !== undefined, update !== undefined]).toEqual(taken);
    expect(limitations).toContain("athenahealth takes no writes over FHIR.");
  }
});

it("spaces its calls so that the gateway never refuses one", async () => {
  const context = bench.context();
  const ids = await bench.truth("observations");
  const before = (await bench.vendor.requests()).length;
  const reads = ids.slice(0, 150).map((id) => athenahealth.entities.observations?.read?.(context, id));
  expect((await Promise.all(reads)).map((read) => read?.state)).toEqual(reads.map(() => "found"));
  const asked = (await bench.vendor.requests()).length - before;
  expect(asked).toBeLessThanOrEqual(152);
});
