/** ADT^A28 and A31 (HL7 v2.8, chapter 3.3.28 and 3.3.31): a person's details, whatever happens to them. */
import { adtMessage } from "@/lib/hl7";
import { hasCode } from "@/lib/platform/errors";
import type { RemoteItem } from "../../../contract";
import { searchItems, searchQuery } from "../../fhir-r4";
import { bearsNumberOf, listOf, ownNumber, textOf } from "./own-number";
import type { Charts, MessageWay } from "./way";

async function patientsLike(
  { server, patientQuery }: Charts,
  demographics: Parameters<Charts["patientQuery"]>[0],
): Promise<RemoteItem[]> {
  try {
    const query = searchQuery("Patient", patientQuery(demographics));
    return await searchItems(server, { entity: "patients", type: "Patient" }, query);
  } catch (error) {
    // Who says too little is not searched for, and some vendors say so of a search that finds nobody.
    if (hasCode(error, "demographics_incomplete", "resource_not_found")) return [];
    throw error;
  }
}

export const patients: MessageWay = {
  words: { create: "new patients as ADT^A28", update: "changes as ADT^A31" },
  untold: [],
  limits: [],
  limitsOfShown: [],
  named: (resource) => ({
    ...resource,
    identifier: [...listOf(resource.identifier), ownNumber(resource, "PI")],
  }),
  create: async (_charts, patient) => (envelope) => adtMessage({ ...envelope, event: "A28", patient }),
  update: async (_charts, { after: patient, cleared }) => {
    return (envelope) => adtMessage({ ...envelope, event: "A31", patient, cleared });
  },
  isFindable: () => true,
  numbered: async (charts, resource) => {
    const found = await patientsLike(charts, { identifier: textOf(resource.id) });
    return found.filter((item) => bearsNumberOf(item.resource, resource));
  },
  alike: (charts, resource) => {
    const { family, given } = Object(listOf(resource.name)[0]);
    return patientsLike(charts, {
      family: textOf(family),
      given: textOf(listOf(given)[0]),
      birthDate: textOf(resource.birthDate),
      gender: textOf(resource.gender),
    });
  },
};
