import { expect, it } from "vitest";
import { veradigm } from ".";

const condition = {
  resourceType: "Condition",
  id: "c1",
  code: { text: "Cough" },
  subject: { reference: "Patient/p1" },
};
const labelled = (code: string) => ({ ...condition, meta: { security: [{ code }] } });
const toLocal = veradigm.entities.conditions?.toLocal;

it.each(["REDACTED", "MASKED"])("takes no record from a copy labelled %s", (code) => {
  expect(() => toLocal?.(labelled(code))).toThrow(expect.objectContaining({ code: "record_redacted" }));
});

it("takes a record from a resource with any other label, or none", () => {
  for (const resource of [condition, labelled("R")]) {
    expect(toLocal?.(resource).references).toMatchObject({ patientId: { remoteId: "p1" } });
  }
});
