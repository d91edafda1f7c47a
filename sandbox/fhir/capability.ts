/** What a FHIR server says about itself without a token: CapabilityStatement and SMART configuration. */
import type { JsonObject } from "@/sandbox/fhir/exact-json";

interface ServerFacts {
  baseUrl: string;
  tokenUrl: string;
  software: { name: string; version: string };
  date: string;
  format: string[];
  resource: JsonObject[];
}

export function capabilityStatement(facts: ServerFacts): JsonObject {
  const { baseUrl, tokenUrl, software, date, format, resource } = facts;
  const oauthUris = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";
  const security = { extension: [{ url: oauthUris, extension: [{ url: "token", valueUri: tokenUrl }] }] };
  return {
    resourceType: "CapabilityStatement",
    status: "active",
    date,
    kind: "instance",
    software,
    implementation: { description: `${software.name} FHIR R4 server`, url: baseUrl },
    fhirVersion: "4.0.1",
    format,
    rest: [{ mode: "server", security, resource }],
  };
}

interface TypeFacts {
  interactions: string[];
  searchParameters: string[];
}

export function capabilityOf(type: string, { interactions, searchParameters }: TypeFacts): JsonObject {
  const definition = "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export";
  return {
    type,
    interaction: interactions.map((code) => ({ code })),
    readHistory: false,
    updateCreate: false,
    conditionalCreate: false,
    conditionalUpdate: false,
    searchParam: searchParameters.map((name) => ({ name, type: "string" })),
    ...(type === "Group" && { operation: [{ name: "export", definition }] }),
  };
}

interface SmartFacts {
  baseUrl: string;
  tokenUrl: string;
  authMethods: string[];
  algorithms: string[];
  scopes: string[];
}

export function smartConfiguration(facts: SmartFacts): JsonObject {
  return {
    issuer: facts.baseUrl,
    authorization_endpoint: facts.tokenUrl.replace("/token", "/authorize"),
    token_endpoint: facts.tokenUrl,
    token_endpoint_auth_methods_supported: facts.authMethods,
    token_endpoint_auth_signing_alg_values_supported: facts.algorithms,
    grant_types_supported: ["authorization_code", "client_credentials"],
    scopes_supported: facts.scopes,
    response_types_supported: ["code"],
    code_challenge_methods_supported: ["S256"],
    capabilities: ["client-confidential-asymmetric", "permission-v1", "permission-v2"],
  };
}
