/** What Epic says about itself without a token: CapabilityStatement and SMART configuration. */
import { createRules, updatableTypes } from "@/sandbox/epic/create-rules";
import { demographicParameters } from "@/sandbox/epic/patient-search";
import { searchRules } from "@/sandbox/epic/search-parameters";
import { capabilityOf, capabilityStatement, smartConfiguration } from "@/sandbox/fhir/capability";
import type { JsonObject } from "@/sandbox/fhir/exact-json";

export function epicCapability(baseUrl: string, tokenUrl: string): JsonObject {
  return capabilityStatement({
    baseUrl,
    tokenUrl,
    software: { name: "Epic (simulated)", version: "May 2026" },
    date: "2026-05-01",
    format: ["xml", "json"],
    resource: [...searchRules.keys()].map(typeCapability),
  });
}

function typeCapability(type: string): JsonObject {
  const rules = searchRules.get(type);
  const names =
    type === "Patient" ? demographicParameters : [...(rules?.native ?? []), ...(rules?.postFilters ?? [])];
  const interactions = ["read", "search-type"];
  if (createRules.has(type)) interactions.push("create");
  if (updatableTypes.includes(type)) interactions.push("update");
  return capabilityOf(type, { interactions, searchParameters: ["_id", "_count", ...names] });
}

export function epicSmartConfiguration(baseUrl: string, tokenUrl: string): JsonObject {
  return smartConfiguration({
    baseUrl,
    tokenUrl,
    authMethods: ["client_secret_post", "client_secret_basic", "private_key_jwt"],
    algorithms: ["RS256", "RS384", "RS512", "ES384"],
    scopes: ["openid", "fhirUser", "launch", "offline_access"],
  });
}

/** The scopes of the registered application, one letter each, as Epic lists them whatever was asked for. */
export function grantedScopes(): string {
  return [...searchRules.keys()]
    .flatMap((type) => {
      const scopes = [`system/${type}.r`, `system/${type}.s`];
      if (type === "Observation") scopes.push(`system/${type}.c?category=${observationCategory}|vital-signs`);
      else if (createRules.has(type)) scopes.push(`system/${type}.c`);
      if (updatableTypes.includes(type)) scopes.push(`system/${type}.u`);
      return scopes;
    })
    .join(" ");
}

const observationCategory = "http://terminology.hl7.org/CodeSystem/observation-category";
