import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { changeMapping } from "@/lib/integrations";
import { mappingRequestSchema, previewRequestSchema } from "@/lib/mapping/schema";
import { withOrganization } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { listRecords } from "@/lib/records";
import { previewMapping } from ".";
import { openPageBed, type PageBed, patient, patientResource } from "./testing/page-bed";
import { SyncBed } from "./testing/testbed";

let vendors: SyncBed;
let bed: PageBed;
let recordId: string;

beforeAll(async () => {
  vendors = await SyncBed.open({ sandbox: { patients: 2 } });
});
afterAll(() => vendors.close());
beforeEach(async () => {
  bed = await openPageBed();
  await bed.commit([patient("a")]);
  const { data } = await listRecords(bed.actor, "patients", {}, { limit: 1, place: null });
  recordId = data[0]?.id ?? "";
});

const mapping = [
  { localField: "firstName", remoteField: "name[0].given[0]", transform: ["uppercase", "trim"] },
  { localField: "language", remoteField: "name[0].family", transform: "to_number" },
];

function preview(request: object, actor = bed.actor) {
  const body = previewRequestSchema.parse(request);
  return previewMapping(actor, bed.run.integrationId, "patients", body);
}

describe("a preview", () => {
  it("shows each step of a mapping that is not saved, and why a field was refused", async () => {
    const shown = await preview({ recordId, mapping });
    expect(shown).toMatchObject({
      input: { id: "a", name: [{ given: ["Camila"] }] },
      output: { firstName: "CAMILA", names: [{ given: ["CAMILA"] }], dateOfBirth: "1987-09-12" },
      errors: [{ path: "language", message: expect.stringContaining("to_number") }],
    });
    const first = { localField: "firstName", remoteField: "name[0].given[0]", kind: "function" };
    expect(shown.steps).toEqual([
      { ...first, before: "Camila", after: "CAMILA" },
      { ...first, before: "CAMILA", after: "CAMILA" },
      {
        ...first,
        localField: "language",
        remoteField: "name[0].family",
        before: "Lopez",
        after: null,
        error: expect.any(String),
      },
    ]);
    const { data } = await listRecords(bed.actor, "patients", {}, { limit: 1, place: null });
    expect(data[0]).toMatchObject({ version: 1, data: { firstName: "Camila" } });
  });

  it("uses the mapping in force when none is sent, and writes into the resource on push", async () => {
    const request = mappingRequestSchema.parse({
      fieldMappings: [
        {
          localField: "firstName",
          remoteField: "name[0].given[0]",
          transform: { kind: "custom", code: "return value", reverse: "return value.toLowerCase()" },
        },
      ],
    });
    await changeMapping(bed.actor, bed.run.integrationId, "patients", request);
    const shown = await preview({ recordId, direction: "push" });
    expect(shown.output).toEqual(
      patientResource("a", { name: [{ use: "official", family: "Lopez", given: ["camila"] }] }),
    );
  });

  it("maps a sample that nobody holds, and says what its schema misses", async () => {
    const gender = [{ localField: "gender", remoteField: "sex" }];
    const shown = await preview({ record: { resourceType: "Patient", sex: "unheard of" }, mapping: gender });
    expect(shown).toMatchObject({ output: { gender: "unheard of" }, errors: [{ path: "gender" }] });
  });

  it("reads the vendor live by its id", async () => {
    const { actor, integrationId } = await vendors.connect();
    const [held] = await vendors.vendor.held("Patient");
    const body = previewRequestSchema.parse({ remoteId: held?.id, mapping: mapping.slice(0, 1) });
    const shown = await previewMapping(actor, integrationId, "patients", body);
    expect(shown.input).toMatchObject({ id: held?.id });
    expect(shown.steps).toHaveLength(2);
  });

  it("is kept in the trail as a look at the record", async () => {
    await preview({ recordId });
    const trail = await withOrganization(bed.run, (tx) =>
      tx.query("select action, entity, record_id from audit_events where action like 'records.%'"),
    );
    expect(trail).toEqual([{ action: "records.raw", entity: "patients", record_id: recordId }]);
  });

  it.each([
    ["a record without a link", () => ({ recordId: newId() }), "preview_impossible"],
    ["text that is no id", () => ({ recordId: "no-id" }), "preview_impossible"],
    [
      "a mapping that cannot run",
      () => ({ recordId, mapping: [{ localField: "a[", remoteField: "b" }] }),
      "mapping_invalid",
    ],
  ])("is refused for %s", async (_, request, code) => {
    await expect(preview(request())).rejects.toMatchObject({ code });
  });

  it("shows nothing of another organization", async () => {
    const stranger = { ...bed.actor, organizationId: newId() };
    await expect(preview({ recordId }, stranger)).rejects.toMatchObject({ code: "integration_not_found" });
  });
});

it("wants to know of one record, and of one only", () => {
  expect(previewRequestSchema.safeParse({}).success).toBe(false);
  expect(previewRequestSchema.safeParse({ recordId: "a", remoteId: "b" }).success).toBe(false);
});
