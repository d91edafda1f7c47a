import { expect, test } from "vitest";
import { type PublishedElement, publishedStructures, type Structure } from "./published";
import { structuresOfHl7 } from "./structures-of-hl7";

const published = publishedStructures();

/** Medplum's Patient, with other elements. */
async function patient(change: (elements: PublishedElement[]) => PublishedElement[]): Promise<Structure[]> {
  return (await published)
    .filter(({ name }) => name === "Patient")
    .map((structure) => ({ ...structure, snapshot: { element: change(structure.snapshot.element) } }));
}

test("names a part of HL7's that the package no longer has", async () => {
  const edited = await patient((elements) =>
    elements.filter(({ path }) => !path.startsWith("Patient.contact")),
  );
  await expect(structuresOfHl7(edited)).rejects.toThrow("No definition is left of Patient.contact:");
});

test("names an element that the schema has and HL7 does not define", async () => {
  const edited = await patient((elements) =>
    elements.map((element) =>
      element.path === "Patient.contact"
        ? { ...element, type: [{ code: "string", targetProfile: [], profile: [] }] }
        : element,
    ),
  );
  await expect(structuresOfHl7(edited)).rejects.toThrow("HL7 does not define Patient.contact:");
});

test("has HL7's definition of an element that the package changed or lost", async () => {
  const [unedited] = await structuresOfHl7(await patient((elements) => elements));
  const edited = await patient((elements) =>
    elements
      .filter(({ path }) => path !== "Patient.gender")
      .map((element) => (element.path === "Patient.birthDate" ? { ...element, min: 1 } : element)),
  );
  const elements = (structure?: Structure) =>
    structure?.snapshot.element.toSorted((one, other) => one.path.localeCompare(other.path));
  const [corrected] = await structuresOfHl7(edited);
  expect(elements(corrected)?.map(({ path, min }) => ({ path, min }))).toEqual(
    elements(unedited)?.map(({ path, min }) => ({ path, min })),
  );
});
