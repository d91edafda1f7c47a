/** The CapabilityStatement, written from what the server runs on (https://hl7.org/fhir/R4/capabilitystatement.html). */
import type { FhirJson } from "@/lib/fhir";
import { type RecordEntity, recordEntities } from "@/lib/records";
import carelane from "@/package.json";
import { baseUrl } from "./exchange";
import { filled } from "./filled";
import { fhirJson, jsonPatch } from "./negotiate";
import { typeOf } from "./resource-types";
import { referenceParameters } from "./result-parameters";
import { searchParameters } from "./search-parameters";

const interactions = [
  "read",
  "vread",
  "update",
  "patch",
  "delete",
  "history-instance",
  "history-type",
  "create",
  "search-type",
].map((code) => ({ code }));

function revIncludes(entity: RecordEntity): string[] {
  return recordEntities.flatMap((source) =>
    referenceParameters(source)
      .filter(([, { targets }]) => targets.some((target) => target.entity === entity))
      .map(([name]) => `${typeOf(source)}:${name}`),
  );
}

function resourceOf(entity: RecordEntity): FhirJson {
  const type = typeOf(entity);
  return {
    type,
    profile: `http://hl7.org/fhir/StructureDefinition/${type}`,
    interaction: interactions,
    versioning: "versioned",
    readHistory: true,
    updateCreate: false,
    conditionalCreate: true,
    conditionalRead: "full-support",
    conditionalUpdate: true,
    conditionalDelete: "single",
    referencePolicy: ["literal", "local"],
    searchInclude: filled(referenceParameters(entity).map(([name]) => `${type}:${name}`)),
    searchRevInclude: filled(revIncludes(entity)),
    searchParam: [
      { name: "_id", type: "token" },
      { name: "_lastUpdated", type: "date" },
      ...Object.entries(searchParameters[entity]).map(([name, parameter]) => ({
        name,
        type: parameter.type,
      })),
    ],
  };
}

/** What lib/fhir/subscriptions does. */
const subscription = {
  type: "Subscription",
  profile: "http://hl7.org/fhir/StructureDefinition/Subscription",
  documentation: "rest-hook alone, with payload application/fhir+json or none; a client sees its own",
  interaction: ["read", "create", "update", "delete", "search-type"].map((code) => ({ code })),
  versioning: "versioned",
  updateCreate: false,
  searchParam: [
    { name: "_id", type: "token" },
    { name: "status", type: "token" },
    { name: "type", type: "token" },
    { name: "payload", type: "token" },
    { name: "criteria", type: "string" },
    { name: "url", type: "uri" },
  ],
};

/** Bulk Data, whose definitions name a level each. */
function exportAt(level: string): FhirJson[] {
  const definition = `http://hl7.org/fhir/uv/bulkdata/OperationDefinition/${level}`;
  return [{ name: "export", definition }];
}

const security = {
  cors: false,
  service: [
    {
      coding: [
        { system: "http://terminology.hl7.org/CodeSystem/restful-security-service", code: "SMART-on-FHIR" },
      ],
    },
  ],
};

/** What is claimed holds for this program as it runs. */
const startedAt = new Date(performance.timeOrigin).toISOString();

/** What this server does, no more and no less. */
export function capabilityStatement(): FhirJson {
  const tokenUrl = baseUrl().replace(/R4$/, "token");
  return {
    resourceType: "CapabilityStatement",
    status: "active",
    date: startedAt,
    kind: "instance",
    software: { name: "Carelane", version: carelane.version },
    implementation: { description: "Records of one organization, as FHIR", url: baseUrl() },
    instantiates: ["http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data"],
    fhirVersion: "4.0.1",
    format: [fhirJson, "json"],
    patchFormat: [jsonPatch],
    rest: [
      {
        mode: "server",
        security: {
          ...security,
          extension: [
            {
              url: "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
              extension: [{ url: "token", valueUri: tokenUrl }],
            },
          ],
        },
        resource: [
          ...recordEntities.map((entity) => ({
            ...resourceOf(entity),
            ...(entity === "patients" && { operation: exportAt("patient-export") }),
          })),
          { type: "Group", operation: exportAt("group-export") },
          subscription,
        ],
        operation: exportAt("export"),
        interaction: [{ code: "transaction" }, { code: "batch" }, { code: "history-system" }],
      },
    ],
  };
}
