import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { setClock } from "@/lib/platform/clock";
import { hasCode } from "@/lib/platform/errors";
import {
  emptyPatient,
  type PatientFacts,
  patchRecord,
  patientSchema,
  withShortFields,
} from "@/lib/records/schema";
import { fhirResources, patientFromFhir } from "./index";

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8"));
}

function usCorePatient(): unknown {
  const bundle = fixture("uscore-patient-85") as { entry: { resource: { resourceType: string } }[] };
  return bundle.entry.find(({ resource }) => resource.resourceType === "Patient")?.resource;
}

function refusal(resource: unknown): unknown {
  try {
    return patientFromFhir(resource);
  } catch (error) {
    return error;
  }
}

describe("a FHIR Patient", () => {
  it("gives name, birth date, identifiers and what else a US Core patient says", () => {
    const patient = patientFromFhir(usCorePatient());
    expect(patient).toMatchObject({
      firstName: "Lucien408",
      lastName: "Bosco882",
      prefix: "Mr.",
      suffix: "PharmD",
      dateOfBirth: "1940-03-29",
      gender: "male",
      mrn: "d831ec91-c7a3-4a61-9312-7ff0c4a32134",
      phone: "555-510-6254",
      email: null,
      deceased: "1977-07-14T04:17:45-04:00",
      language: "en-US",
    });
    expect(patient.identifiers.map(({ type }) => type)).toEqual([null, "MR", "SS", "DL"]);
    expect(patient.address).toMatchObject({ city: "Lowell", postalCode: "01854" });
    expect(patientSchema.parse(patient)).toEqual(patient);
  });

  it("skips the place of a given name that is only an extension", () => {
    const patient = patientFromFhir(fixture("patient-name-extensions"));
    expect(patient).toMatchObject({
      firstName: "James",
      lastName: "Windsor",
      active: true,
      dateOfBirth: null,
    });
  });

  it("is kept when its name is only text and nothing else is known", () => {
    const patient = patientFromFhir(fixture("patient-container-example"));
    expect(patient).toEqual({
      ...emptyPatient,
      names: [{ use: null, family: null, given: [], prefix: [], suffix: [], text: "some-name" }],
    });
  });

  it.each(["李小龙", "محمد بن سلمان", "Владимир Ёлкин", "O'Brien-Smith", "Þórður Šimůnek"])(
    "keeps the name %s letter by letter",
    (family) => {
      const patient = patientFromFhir({ resourceType: "Patient", name: [{ family, given: [family] }] });
      expect([patient.lastName, patient.firstName]).toEqual([family, family]);
    },
  );

  it.each(["1980", "1980-05", "1980-05-15"])(
    "keeps the birth date %s as exact as it is known",
    (birthDate) => {
      expect(patientFromFhir({ resourceType: "Patient", birthDate }).dateOfBirth).toBe(birthDate);
    },
  );

  it("prefers what is still in use over what has ended", () => {
    const restore = setClock(() => Date.parse("2026-03-01T00:00:00Z"));
    const patient = patientFromFhir({
      resourceType: "Patient",
      name: [
        { use: "official", family: "Before", period: { end: "2020" } },
        { use: "usual", family: "Now", period: { start: "2020", end: "9999-12-31" } },
      ],
      telecom: [
        { system: "phone", value: "1", use: "old" },
        { system: "phone", value: "2", period: { end: "2026-02-28" } },
        { system: "phone", value: "3", period: { end: "2026" } },
      ],
    });
    restore();
    expect(patient).toMatchObject({ lastName: "Now", phone: "3" });
    expect(patient.names.map(({ use }) => use)).toEqual(["old", "usual"]);
  });

  it("takes the medical record number by its system when no identifier has a type", () => {
    const identifier = [
      { system: "urn:other", value: "1" },
      { system: "urn:oid:1.2.3", value: "203713" },
    ];
    const resource = { resourceType: "Patient", identifier };
    expect(patientFromFhir(resource, { mrnSystem: "urn:oid:1.2.3" }).mrn).toBe("203713");
    expect(patientFromFhir(resource).mrn).toBeNull();
  });

  it("replaces what PostgreSQL cannot store", () => {
    const patient = patientFromFhir({
      resourceType: "Patient",
      name: [{ family: "A\0B\uD800", given: ["😀"] }],
    });
    expect([patient.lastName, patient.firstName]).toEqual(["A\uFFFDB\uFFFD", "😀"]);
  });

  it.each([
    [{ resourceType: "Patient", birthDate: "1980-02-30" }, "birthDate"],
    [{ resourceType: "Patient", birthDate: "05/15/1980" }, "birthDate"],
    [{ resourceType: "Patient", gender: "Zebedee" }, "gender"],
    [{ resourceType: "Patient", name: [{ family: { secret: "Zebedee" } }] }, "name[0].family"],
    [{ resourceType: "Patient", name: "Zebedee" }, "name"],
    [{ resourceType: "Observation" }, "resourceType"],
  ])("that is not FHIR is refused by place, never by value", (resource, path) => {
    const error = refusal(resource);
    expect(hasCode(error, "mapping_failed")).toBe(true);
    expect(error).toMatchObject({ errors: [{ path }] });
    expect(JSON.stringify(error)).not.toMatch(/Zebedee|1980/);
  });
});

/** FHIR forbids entries that say nothing. */
function isSaid(entry: object): boolean {
  return Object.values(entry).some((part) => part !== null && (!Array.isArray(part) || part.length > 0));
}

describe("a patient of ours as FHIR", () => {
  it("is exactly the resource that clients were promised", () => {
    const patient = patchRecord("patients", null, {
      firstName: "John",
      lastName: "Doe",
      dateOfBirth: "1980-05-15",
      gender: "male",
      email: "john.doe@example.com",
      phone: "555-1234",
      mrn: "MRN-12345",
    });
    expect(fhirResources.patients.toFhir(patientSchema.parse(patient), { id: "patient-123" })).toEqual({
      resourceType: "Patient",
      id: "patient-123",
      identifier: [
        {
          type: { coding: [{ system: "http://terminology.hl7.org/CodeSystem/v2-0203", code: "MR" }] },
          system: "urn:carelane:mrn",
          value: "MRN-12345",
        },
      ],
      name: [{ use: "official", family: "Doe", given: ["John"] }],
      telecom: [
        { system: "phone", value: "555-1234" },
        { system: "email", value: "john.doe@example.com" },
      ],
      gender: "male",
      birthDate: "1980-05-15",
    });
  });

  it("is written into the vendor's resource without touching what it does not say", () => {
    const known = {
      ...Object(usCorePatient()),
      communication: [{ language: { text: "Deutsch" }, preferred: true }, { language: { text: "Suomi" } }],
    };
    const patient = patientFromFhir(known);
    expect(fhirResources.patients.into(known, patient)).toEqual(known);
    const changed = patchRecord("patients", patient, { phone: "1", language: "Suomi", lastName: "Roe" });
    const written = fhirResources.patients.into(known, patientSchema.parse(changed));
    expect(patientFromFhir(written)).toEqual(changed);
    expect(written).toEqual({
      ...known,
      name: [{ ...known.name[0], family: "Roe" }, ...known.name.slice(1)],
      telecom: [{ ...known.telecom[0], value: "1" }, ...known.telecom.slice(1)],
      communication: [{ language: { text: "Suomi" }, preferred: true }, { language: { text: "Deutsch" } }],
    });
  });

  it("keeps the parts of a family name only while it is the same", () => {
    const url = "http://hl7.org/fhir/StructureDefinition/humanname-own-name";
    const _family = { extension: [{ url, valueString: "Hoekstra" }] };
    const known = {
      resourceType: "Patient" as const,
      name: [{ family: "van Hoekstra", _family, given: ["Pia"] }],
    };
    const named = (fields: { readonly firstName?: string; readonly lastName?: string }) => {
      const changed = patchRecord("patients", patientFromFhir(known), fields);
      return fhirResources.patients.into(known, patientSchema.parse(changed)).name;
    };
    expect(named({ firstName: "Ria" })).toEqual([{ ...known.name[0], given: ["Ria"] }]);
    expect(named({ lastName: "Jansen" })).toEqual([{ family: "Jansen", given: ["Pia"] }]);
  });

  it("comes back with every fact it had", () => {
    const word = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !text.includes("\0"));
    const known = fc.option(word);
    const words = fc.array(word, { maxLength: 3 });
    const use = fc.constantFrom(null, "official", "usual", "home", "old", "maiden");
    const facts: fc.Arbitrary<PatientFacts> = fc.record({
      dateOfBirth: fc.constantFrom(null, "1980", "1980-05", "1980-05-15"),
      gender: fc.constantFrom(null, "male", "female", "other", "unknown"),
      deceased: fc.constantFrom(null, true, false, "2020", "2020-01-01T10:00:00+01:00"),
      language: fc.constantFrom(null, "en", "zh-Hant-TW", "Plattdüütsch un mehr"),
      active: fc.constantFrom(null, true, false),
      names: fc.array(
        fc.record({ use, family: known, given: words, prefix: words, suffix: words, text: known }),
      ),
      identifiers: fc.array(
        fc
          .record({ system: known, value: known, type: fc.constantFrom(null, "MR", "SS", "Card no."), use })
          .filter(isSaid),
      ),
      telecoms: fc.array(
        fc.record({
          system: fc.constantFrom("phone", "email", "fax"),
          value: known,
          use,
          rank: fc.option(fc.integer({ min: 1, max: 9 })),
        }),
      ),
      addresses: fc.array(
        fc.record({
          use,
          lines: words,
          city: known,
          state: known,
          postalCode: known,
          country: known,
          text: known,
        }),
      ),
    });
    fc.assert(
      fc.property(facts, (any) => {
        const given = { ...any, names: any.names.filter(isSaid), addresses: any.addresses.filter(isSaid) };
        const patient = withShortFields(given);
        expect(patientFromFhir(fhirResources.patients.toFhir(patient))).toEqual(patient);
      }),
    );
  });
});
