/** Epic's FHIR endpoint: its formats, its reads, and what it says to those it does not let in. */
import { epicCapability, epicSmartConfiguration } from "@/sandbox/epic/capability";
import { outcomeReply } from "@/sandbox/epic/outcome";
import type { EpicSearch } from "@/sandbox/epic/search";
import { searchRules } from "@/sandbox/epic/search-parameters";
import { create, update } from "@/sandbox/epic/writing";
import type { BulkApi } from "@/sandbox/fhir/bulk-api";
import type { ChartServer } from "@/sandbox/fhir/chart-server";
import type { FhirVendor } from "@/sandbox/fhir/fhir-endpoint";
import { fhirReply, fhirTextReply } from "@/sandbox/fhir/fhir-reply";
import { jsonReply, type Reply } from "@/sandbox/framework/reply";
import type { VendorRequest } from "@/sandbox/framework/vendor";
import type { TokenEndpoint } from "@/sandbox/smart/token-endpoint";

export interface EpicParts {
  baseUrl: string;
  tokenUrl: string;
  groupId: string;
  charts: ChartServer;
  search: EpicSearch;
  bulk: BulkApi;
  tokens: TokenEndpoint;
}

export function epicFhir(parts: EpicParts): FhirVendor {
  const { baseUrl, tokenUrl, charts, search, bulk, tokens } = parts;
  return {
    tokens,
    bulk,
    openDocument: (path) => openDocument(path, baseUrl, tokenUrl),
    serves: (type) => searchRules.has(type),
    notFound: htmlNotFound,
    unauthorized,
    formatRefusal: (request) => (asksJson(request) ? undefined : xmlRefusal()),
    search: (type, query, request) => search.answer(type, query, request),
    read: (type, id) => read(parts, type, id),
    create: (type, { body }) => create(charts, baseUrl, type, body),
    update: (type, id, { body }) => update(charts, type, id, body),
  };
}

function read({ charts, baseUrl, groupId }: EpicParts, type: string, id: string): Reply {
  const text = charts.holdings.text(type, id);
  if (text !== undefined) return fhirTextReply(200, text);
  if (type === "Group" && id === groupId)
    return fhirReply(200, demoGroup(groupId, charts.holdings.count("Patient")));
  const departure = charts.holdings.departure(type, id);
  if (departure === undefined) return outcomeReply(404, { code: 4102 });
  if ("deleted" in departure) return outcomeReply(410, { code: 4103 });
  const { headers, ...merged } = outcomeReply(301, { code: 4107 });
  return { ...merged, headers: { ...headers, location: `${baseUrl}/${type}/${departure.mergedInto}` } };
}

/** The group has every patient for a member; Epic lists no members in the resource. */
function demoGroup(id: string, quantity: number) {
  const name = "All patients of the simulated site";
  return { resourceType: "Group", id, active: true, type: "person", actual: true, name, quantity };
}

function openDocument(path: string, baseUrl: string, tokenUrl: string): Reply | undefined {
  if (path === "metadata") return fhirReply(200, epicCapability(baseUrl, tokenUrl));
  if (path === ".well-known/smart-configuration")
    return jsonReply(200, epicSmartConfiguration(baseUrl, tokenUrl));
  return undefined;
}

function asksJson({ headers, url }: VendorRequest): boolean {
  return /json/.test(headers.accept ?? "") || /json/.test(url.searchParams.get("_format") ?? "");
}

/** Epic's default format is XML, which the simulator does not write. */
function xmlRefusal(): Reply {
  const text = "Only JSON is simulated: send Accept: application/fhir+json.";
  const body = `<OperationOutcome xmlns="http://hl7.org/fhir"><issue><severity value="fatal"/><code value="not-supported"/><details><text value="${text}"/></details></issue></OperationOutcome>`;
  return { status: 406, headers: { "content-type": "application/fhir+xml; charset=utf-8" }, body };
}

function unauthorized(): Reply {
  const challenge =
    'Bearer error="invalid_token", error_description="The access token provided is not valid"';
  return { status: 401, headers: { "www-authenticate": challenge, "content-type": "text/plain" }, body: "" };
}

/** What the web server before Epic's FHIR layer says. */
export function htmlNotFound(): Reply {
  const title = "404 - File or directory not found.";
  const body = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h2>${title}</h2></body></html>`;
  return { status: 404, headers: { "content-type": "text/html" }, body };
}
