import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { fhirResources } from "@/lib/fhir";
import { anyOf } from "@/lib/fhir/testing/any-record";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { entitySchemas, mapReferences, type RecordEntity, recordEntities } from "@/lib/records";
import { typeOf } from "./resource-types";
import { type Facade, facadeFor } from "./testing/facade";

environmentForTests();
let fhir: Facade;
beforeAll(async () => {
  fhir = facadeFor(`Bearer ${(await makeCaller("integration")).key}`);
});

/** What no field of ours says. */
const unknownParts = {
  extension: [{ url: "urn:x", extension: [{ url: "y", valueDecimal: 1.5 }] }],
  contained: [{ resourceType: "Basic", id: "b1" }],
  implicitRules: "urn:rules",
  _status: { extension: [{ url: "urn:z", valueString: "why" }] },
};

function anyResource<E extends RecordEntity>(entity: E): fc.Arbitrary<Record<string, unknown>> {
  return anyOf(entitySchemas[entity]).map((data) => {
    const alone = mapReferences(entity, Object(data), () => null);
    return { ...fhirResources[entity].toFhir(alone), ...unknownParts };
  });
}

describe.each(recordEntities)("any resource of %s", (entity) => {
  it("is got as it was put, created or updated", async () => {
    const type = typeOf(entity);
    const [first = {}, second = {}] = fc.sample(anyResource(entity), 2);
    const created = await fhir("POST", type, { body: first });
    expect([created.status, created.json.issue]).toEqual([201, undefined]);
    const { id } = created.json;
    const { meta: _created, ...read } = (await fhir("GET", `${type}/${id}`)).json;
    expect(read).toEqual({ ...first, id });
    const updated = await fhir("PUT", `${type}/${id}`, { body: { ...second, id } });
    expect(updated.status).toBe(200);
    const { meta: _updated, ...readAgain } = (await fhir("GET", `${type}/${id}`)).json;
    expect(readAgain).toEqual({ ...second, id });
  });
});
