/** Filters to begin with, by what the source brings. */
import type { ChannelSource } from "@/lib/channels/schema";

interface Example {
  readonly label: string;
  readonly filter: string;
}

const hl7: readonly Example[] = [
  { label: "Only outpatients", filter: 'PV1.`2` = "O"' },
  { label: "Results out of range", filter: 'OBX[`8` in ["L", "H", "LL", "HH"]]' },
  { label: "One assigning authority", filter: 'PID.`3.4` = "RIVERBEND"' },
  { label: "By its FHIR form", filter: 'fhir.entry.resource[resourceType = "Patient"].gender = "female"' },
];

const records: readonly Example[] = [
  { label: "Final ones", filter: 'data.record.status = "final"' },
  { label: "New ones", filter: '$contains(type, ".created")' },
  { label: "By its FHIR form", filter: 'fhir.resourceType = "Observation"' },
];

const posted: readonly Example[] = [
  { label: "FHIR patients", filter: 'resourceType = "Patient"' },
  { label: "HL7 v2 results", filter: 'MSH.`9.1` = "ORU"' },
];

export const filterExamples: Readonly<Record<ChannelSource["kind"], readonly Example[]>> = {
  mllp: hl7,
  http: posted,
  event: records,
  sync: records,
};
