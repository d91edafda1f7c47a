/** Oracle Health's FHIR endpoint: its formats, its reads, and what it says to those it does not let in. */
import { cernerScopes } from "@/sandbox/cerner/scopes";
import type { CernerSearch } from "@/sandbox/cerner/search";
import { searchRules } from "@/sandbox/cerner/search-rules";
import { versionHeaders } from "@/sandbox/cerner/versions";
import { writeRules } from "@/sandbox/cerner/write-rules";
import type { CernerWriting } from "@/sandbox/cerner/writing";
import type { BulkApi } from "@/sandbox/fhir/bulk-api";
import { capabilityOf, capabilityStatement, smartConfiguration } from "@/sandbox/fhir/capability";
import type { FhirVendor } from "@/sandbox/fhir/fhir-endpoint";
import { fhirReply, fhirTextReply } from "@/sandbox/fhir/fhir-reply";
import type { Holdings } from "@/sandbox/fhir/holdings";
import { outcomeOf } from "@/sandbox/fhir/refusal";
import { parametersOf } from "@/sandbox/fhir/search-rules";
import { jsonReply, type Reply } from "@/sandbox/framework/reply";
import type { TokenEndpoint } from "@/sandbox/smart/token-endpoint";

export interface CernerParts {
  baseUrl: string;
  tokenUrl: string;
  groupId: string;
  holdings: Holdings;
  search: CernerSearch;
  writing: CernerWriting;
  bulk: BulkApi;
  tokens: TokenEndpoint;
}

export function cernerFhir(parts: CernerParts): FhirVendor {
  const { search, writing, bulk, tokens } = parts;
  return {
    tokens,
    bulk,
    openDocument: (path) => openDocument(path, parts),
    serves: (type) => searchRules.has(type),
    notFound: () => outcomeOf(404, "not-found", "There is no such resource."),
    unauthorized: () =>
      outcomeOf(401, "login", "The access token is missing, expired or not valid.", challenge),
    formatRefusal: ({ headers: { accept = "*/*" } }) =>
      /json|\*\/\*/.test(accept) ? undefined : outcomeOf(406, "not-supported", "Only JSON is offered."),
    scopes: cernerScopes,
    search: (type, query, request) => search.answer(type, query, request),
    read: (type, id) => read(parts, type, id),
    create: (type, request) => writing.create(type, request),
    update: (type, id, request) => writing.update(type, id, request),
    patch: (type, id, request) => writing.patch(type, id, request),
  };
}

const challenge = { "www-authenticate": 'Bearer error="invalid_token"' };

function read({ holdings, groupId }: CernerParts, type: string, id: string): Reply {
  if (type === "Group" && id === groupId) {
    const group = { resourceType: "Group", id, active: true, type: "person", actual: true };
    return fhirReply(200, { ...group, quantity: holdings.count("Patient") });
  }
  const text = holdings.text(type, id);
  if (text === undefined) return outcomeOf(404, "not-found", "There is no such resource.");
  return fhirTextReply(200, text, versionHeaders(text));
}

function openDocument(path: string, { baseUrl, tokenUrl }: CernerParts): Reply | undefined {
  if (path === "metadata") return fhirReply(200, capability(baseUrl, tokenUrl));
  if (path !== ".well-known/smart-configuration") return undefined;
  const configuration = smartConfiguration({
    baseUrl,
    tokenUrl,
    authMethods: ["client_secret_basic", "private_key_jwt"],
    algorithms: ["RS384", "ES384"],
    scopes: cernerScopes.all(),
  });
  return jsonReply(200, configuration);
}

function capability(baseUrl: string, tokenUrl: string) {
  const resource = [...searchRules].map(([type, searchRule]) => {
    const rule = writeRules.get(type);
    const interactions = ["read", "search-type"];
    if (rule) interactions.push("create");
    if (rule?.isReplaceable) interactions.push("update");
    if (rule?.patchable) interactions.push("patch");
    return capabilityOf(type, { interactions, searchParameters: parametersOf(searchRule) });
  });
  const software = { name: "Oracle Health (simulated)", version: "2026" };
  return capabilityStatement({ baseUrl, tokenUrl, software, date: "2026-05-01", format: ["json"], resource });
}
