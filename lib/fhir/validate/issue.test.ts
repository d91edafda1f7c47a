import { expect, test } from "vitest";
import { operationOutcome, validateResource } from ".";

test("tells what is wrong without the values", () => {
  const secret = "Featherstonehaugh";
  const parts = {
    gender: secret,
    birthDate: secret,
    active: secret,
    name: secret,
    managingOrganization: { reference: `Patient/${secret}` },
  };
  const outcome = operationOutcome(validateResource({ resourceType: "Patient", ...parts }));
  expect(JSON.stringify(outcome)).not.toContain(secret);
  expect(validateResource(outcome)).toEqual([]);
});

test("says that all is well in an outcome that is valid too", () => {
  expect(validateResource(operationOutcome([]))).toEqual([]);
});
