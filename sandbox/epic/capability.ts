/** What Epic says about itself without a token: CapabilityStatement and SMART configuration. */
import { createRules, updatableTypes } from "@/sandbox/epic/create-rules";
import { demographicParameters } from "@/sandbox/epic/patient-search";
import { searchRules } from "@/sandbox/epic/search-parameters";
import type { JsonObject } from "@/sandbox/fhir/exact-json";

export function capabilityStatement(baseUrl: string, tokenUrl: string): JsonObject {
  const oauthUris = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";
  return {
    resourceType: "CapabilityStatement",
    status: "active",
    date: "2026-05-01",
    kind: "instance",
    software: { name: "Epic (simulated)", version: "May 2026" },
    implementation: { description: "Simulated Epic FHIR R4 server", url: baseUrl },
    fhirVersion: "4.0.1",
    format: ["xml", "json"],
    rest: [
      {
        mode: "server",
        security: { extension: [{ url: oauthUris, extension: [{ url: "token", valueUri: tokenUrl }] }] },
        resource: [...searchRules.keys()].map(capabilityOf),
      },
    ],
  };
}

function capabilityOf(type: string): JsonObject {
  const rules = searchRules.get(type);
  const names =
    type === "Patient" ? demographicParameters : [...(rules?.native ?? []), ...(rules?.postFilters ?? [])];
  const codes = ["read", "search-type"];
  if (createRules.has(type)) codes.push("create");
  if (updatableTypes.includes(type)) codes.push("update");
  return {
    type,
    interaction: codes.map((code) => ({ code })),
    readHistory: false,
    updateCreate: false,
    conditionalCreate: false,
    conditionalUpdate: false,
    searchParam: ["_id", "_count", ...names].map((name) => ({ name, type: "string" })),
    ...(type === "Group" && {
      operation: [
        { name: "export", definition: "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export" },
      ],
    }),
  };
}

export function smartConfiguration(baseUrl: string, tokenUrl: string): JsonObject {
  return {
    issuer: baseUrl,
    authorization_endpoint: tokenUrl.replace("/token", "/authorize"),
    token_endpoint: tokenUrl,
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic", "private_key_jwt"],
    token_endpoint_auth_signing_alg_values_supported: ["RS256", "RS384", "RS512", "ES384"],
    grant_types_supported: ["authorization_code", "client_credentials"],
    scopes_supported: ["openid", "fhirUser", "launch", "offline_access"],
    response_types_supported: ["code"],
    code_challenge_methods_supported: ["S256"],
    capabilities: ["client-confidential-asymmetric", "permission-v1", "permission-v2"],
  };
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
