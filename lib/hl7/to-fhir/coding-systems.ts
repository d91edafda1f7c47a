/**
 * Names of coding systems (table 0396) as the addresses that FHIR calls them by
 * (https://terminology.hl7.org/external_terminologies.html), and back.
 */
import { meaningOf, type Table } from "./table";

const addresses: Table = {
  LN: "http://loinc.org",
  SCT: "http://snomed.info/sct",
  SNM3: "http://snomed.info/sct",
  UCUM: "http://unitsofmeasure.org",
  I9: "http://hl7.org/fhir/sid/icd-9-cm",
  I9C: "http://hl7.org/fhir/sid/icd-9-cm",
  I9CDX: "http://hl7.org/fhir/sid/icd-9-cm",
  I10: "http://hl7.org/fhir/sid/icd-10",
  I10C: "http://hl7.org/fhir/sid/icd-10-cm",
  I10P: "http://www.cms.gov/Medicare/Coding/ICD10",
  RXNORM: "http://www.nlm.nih.gov/research/umls/rxnorm",
  NDC: "http://hl7.org/fhir/sid/ndc",
  CVX: "http://hl7.org/fhir/sid/cvx",
  MVX: "http://terminology.hl7.org/CodeSystem/MVX",
  C4: "http://www.ama-assn.org/go/cpt",
  CPT: "http://www.ama-assn.org/go/cpt",
  CPTM: "http://www.ama-assn.org/go/cpt",
  HCPCS: "http://terminology.hl7.org/CodeSystem/HCPCS-all-codes",
  NCIT: "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl",
  CDCREC: "urn:oid:2.16.840.1.113883.6.238",
  ISO3166_1: "urn:iso:std:iso:3166",
  NPI: "http://hl7.org/fhir/sid/us-npi",
};

const table = /^HL7(?:0*)(\d{1,4})$/i;
const tableAddress = "http://terminology.hl7.org/CodeSystem/v2-";

/** What senders write beside what table 0396 says. */
const aliases: Table = {
  LOINC: "LN",
  SNOMED: "SCT",
  "SNOMED-CT": "SCT",
  SNOMEDCT: "SCT",
  ICD9: "I9",
  "ICD-9": "I9",
  "ICD-9-CM": "I9C",
  ICD9CM: "I9C",
  ICD10: "I10",
  "ICD-10": "I10",
  "ICD-10-CM": "I10C",
  ICD10CM: "I10C",
  CPT4: "C4",
};

/** What says no more than that the codes are the sender's own. */
const isLocal = (name: string) => name === "L" || name === "99zzz";

/**
 * The address of a coding system. One that nobody else knows stays as its sender calls it, which FHIR reads as a relative
 * URI; undefined where the name says no more than «local».
 */
export function systemAddress(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const [, number] = table.exec(name) ?? [];
  if (number) return `${tableAddress}${number.padStart(4, "0")}`;
  if (/^(https?:\/\/|urn:)/.test(name)) return name;
  if (/^\d+(\.\d+)+$/.test(name)) return `urn:oid:${name}`;
  const capital = name.toUpperCase();
  return (
    meaningOf(addresses, meaningOf(aliases, capital) ?? capital) ??
    (isLocal(name) ? undefined : name.replaceAll(/\s/g, encodeURIComponent))
  );
}

/** What HL7 v2 calls a coding system; undefined where it has no name for it. */
export function systemName(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  if (address.startsWith(tableAddress)) return `HL7${address.slice(tableAddress.length)}`;
  const known = Object.entries(addresses).find(([, one]) => one === address)?.[0];
  return known ?? (address.includes(":") ? undefined : address.replaceAll("%20", " "));
}

/** The address of a v2 table. */
export function tableSystem(number: string): string {
  return `${tableAddress}${number}`;
}
