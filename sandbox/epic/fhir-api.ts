/** Epic's FHIR endpoint: who may enter, in which format, and which rule answers. */
import type { EpicBulk } from "@/sandbox/epic/bulk-api";
import { capabilityStatement, smartConfiguration } from "@/sandbox/epic/capability";
import type { ChartServer } from "@/sandbox/epic/chart-server";
import { EpicRefusal, outcomeReply, plainOutcomeReply } from "@/sandbox/epic/outcome";
import type { EpicSearch } from "@/sandbox/epic/search";
import { searchRules } from "@/sandbox/epic/search-parameters";
import { create, notOffered, update } from "@/sandbox/epic/writing";
import { fhirReply, fhirTextReply } from "@/sandbox/fhir/fhir-reply";
import type { Reply } from "@/sandbox/framework/reply";
import { jsonReply } from "@/sandbox/framework/reply";
import type { VendorRequest } from "@/sandbox/framework/vendor";
import type { TokenEndpoint } from "@/sandbox/smart/token-endpoint";

export interface EpicParts {
  baseUrl: string;
  tokenUrl: string;
  groupId: string;
  charts: ChartServer;
  search: EpicSearch;
  bulk: EpicBulk;
  tokens: TokenEndpoint;
}

/** Answers a call below the FHIR base; `parts` are the pieces of its path. */
export async function answerFhir(epic: EpicParts, request: VendorRequest, parts: string[]): Promise<Reply> {
  const [type = ""] = parts;
  const open = openDocument(epic, parts.join("/"));
  if (open && request.method === "GET") return open;
  if (!searchRules.has(type) && type !== "BulkRequest") return htmlNotFound();
  const holder = epic.tokens.holderOf(request.headers.authorization);
  if (holder === undefined) return unauthorized();
  if (request.plays("expired_token") || request.plays("revoked_credential")) {
    epic.tokens.expire(request.headers.authorization);
    return unauthorized();
  }
  try {
    if (type === "BulkRequest") return epic.bulk.answer(request, holder, parts.slice(1));
    if (!asksJson(request)) return xmlRefusal();
    return await route(epic, request, holder, parts);
  } catch (error) {
    if (error instanceof EpicRefusal) return error.reply;
    throw error;
  }
}

async function route(
  epic: EpicParts,
  request: VendorRequest,
  holder: string,
  parts: string[],
): Promise<Reply> {
  const [type = "", id, action] = parts;
  const { method, url, body } = request;
  if (parts.length === 3 && type === "Group" && action === "$export" && method === "GET") {
    return epic.bulk.kickOff(request, holder, id ?? "");
  }
  if (id?.startsWith("$") || parts.length > 2) return htmlNotFound();
  if (method === "GET" && id === undefined) return epic.search.answer(type, url.searchParams, request);
  if (method === "POST" && id === "_search")
    return epic.search.answer(type, new URLSearchParams(body), request);
  if (method === "GET" && id !== undefined) return read(epic, type, id);
  if (method !== "POST" && method !== "PUT") return notOffered(method, type);
  if (!/\bjson\b/.test(request.headers["content-type"] ?? "")) {
    return plainOutcomeReply(415, "not-supported", "Send application/fhir+json.");
  }
  if (method === "POST" && id === undefined) return create(epic.charts, epic.baseUrl, type, body);
  if (method === "PUT" && id !== undefined) return update(epic.charts, type, id, body);
  return notOffered(method, type);
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

function openDocument({ baseUrl, tokenUrl }: EpicParts, path: string): Reply | undefined {
  if (path === "metadata") return fhirReply(200, capabilityStatement(baseUrl, tokenUrl));
  if (path === ".well-known/smart-configuration")
    return jsonReply(200, smartConfiguration(baseUrl, tokenUrl));
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
