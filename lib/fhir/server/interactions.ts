/**
 * The interactions of FHIR's REST API (https://hl7.org/fhir/R4/http.html): which one a request means, whether its caller
 * may, and its answer. Requests of their own and entries of bundles come here alike.
 */
import { newId } from "@/lib/platform/ids";
import type { RecordEntity } from "@/lib/records";
import { parseExactly } from "./decimals";
import { namesVersion } from "./entity-tags";
import { facadeErrors } from "./errors";
import { conditionIn, type FhirAnswer, type FhirRequest, type FhirSession } from "./exchange";
import { assertMay } from "./grants";
import { readHistory } from "./history";
import { patchJson } from "./json-patch";
import { findResource, living, readAnswer, readResourceOf, readVersionOf, required } from "./read-resources";
import { type ResourceRow, renderRecord } from "./render";
import { requireEntity, typeOf } from "./resource-types";
import { partsIn } from "./result-parameters";
import { matchOf, searchType } from "./search";
import { partOf } from "./summary";
import { createResources, deleteResource, replaceResource } from "./write-resources";

type Handler = (
  session: FhirSession,
  request: FhirRequest,
  entity: RecordEntity,
  id: string,
) => Promise<FhirAnswer>;

function notDone(detail: string) {
  return facadeErrors.interaction_not_supported({ detail });
}

/** Throws `resource_changed` unless If-Match, where there is one, names the version that stands. */
export function assertVersion(headers: Headers, { version }: Pick<ResourceRow, "version">): void {
  const match = headers.get("if-match");
  if (match === null || namesVersion(match, version)) return;
  throw facadeErrors.resource_changed({
    detail: `It is at version ${version}. Read it again and repeat the change.`,
  });
}

const create: Handler = async (session, { headers, body }, entity) => {
  assertMay(session.grants, typeOf(entity), "c");
  const condition = headers.get("if-none-exist");
  if (condition) {
    assertMay(session.grants, typeOf(entity), "s");
    const match = await matchOf(session, entity, conditionIn(condition));
    if (match) return readAnswer(session, match);
  }
  const [answer] = await createResources(session, [{ entity, id: newId(), resource: body }]);
  return answer ?? { status: 201 };
};

/** The answer with the part of its resource that the query asks for. */
function inPart(entity: RecordEntity, answer: FhirAnswer, query: URLSearchParams): FhirAnswer {
  const { resource } = answer;
  return { ...answer, resource: resource && partOf(entity, resource, partsIn(query)) };
}

const read: Handler = async (session, { headers, query }, entity, id) => {
  assertMay(session.grants, typeOf(entity), "r");
  return inPart(entity, await readResourceOf(session, entity, id, headers), query);
};

const readVersion: Handler = async (session, { path, query }, entity, id) => {
  assertMay(session.grants, typeOf(entity), "r");
  return inPart(entity, await readVersionOf(session, entity, id, path[3] ?? ""), query);
};

function idOf(body: unknown): unknown {
  return typeof body === "object" && body !== null ? Reflect.get(body, "id") : undefined;
}

const update: Handler = async (session, { headers, body }, entity, id) => {
  assertMay(session.grants, typeOf(entity), "u");
  if (idOf(body) !== id) {
    throw facadeErrors.fhir_request_invalid({ detail: "The resource's id is not the one of the address." });
  }
  const row = await findResource(session, entity, id, true);
  if (!row) throw notDone("New resources are made by POST: ids are given here.");
  assertVersion(headers, row);
  return replaceResource(session, row, body);
};

const remove: Handler = async (session, { headers }, entity, id) => {
  assertMay(session.grants, typeOf(entity), "d");
  const row = await findResource(session, entity, id, true);
  if (!row || row.deleted_at) return { status: 204 };
  assertVersion(headers, row);
  return deleteResource(session, row);
};

async function patched(
  session: FhirSession,
  row: ResourceRow,
  { headers, body }: FhirRequest,
): Promise<FhirAnswer> {
  assertVersion(headers, row);
  const before = parseExactly(JSON.stringify(renderRecord(session.vault, living(row))));
  const after = patchJson(before, body);
  if (idOf(after) !== row.id) {
    throw facadeErrors.resource_invalid({ detail: "A patch does not change the id." });
  }
  return replaceResource(session, row, after);
}

const patch: Handler = async (session, request, entity, id) => {
  assertMay(session.grants, typeOf(entity), "u");
  return patched(session, required(await findResource(session, entity, id, true), entity), request);
};

/** The one match of the query, its row locked. */
async function lockedMatch(session: FhirSession, { query }: FhirRequest, entity: RecordEntity) {
  assertMay(session.grants, typeOf(entity), "s");
  const match = await matchOf(session, entity, query);
  return match && findResource(session, entity, match.id, true);
}

const updateMatch: Handler = async (session, request, entity) => {
  assertMay(session.grants, typeOf(entity), "u");
  const row = await lockedMatch(session, request, entity);
  const given = idOf(request.body);
  if (!row) {
    if (given !== undefined) throw notDone("New resources are made without an id: ids are given here.");
    return create(session, { ...request, headers: new Headers() }, entity, "");
  }
  if (given !== undefined && given !== row.id) {
    throw facadeErrors.fhir_request_invalid({ detail: "The resource's id is not the one of the match." });
  }
  assertVersion(request.headers, row);
  return replaceResource(session, row, request.body);
};

const patchMatch: Handler = async (session, request, entity) => {
  assertMay(session.grants, typeOf(entity), "u");
  return patched(session, required(await lockedMatch(session, request, entity), entity), request);
};

const removeMatch: Handler = async (session, request, entity) => {
  assertMay(session.grants, typeOf(entity), "d");
  const row = await lockedMatch(session, request, entity);
  if (!row || row.deleted_at) return { status: 204 };
  assertVersion(request.headers, row);
  return deleteResource(session, row);
};

const search: Handler = (session, { query, headers, method }, entity) => {
  assertMay(session.grants, typeOf(entity), "s");
  return searchType(session, entity, query, { headers, method });
};

const history: Handler = (session, { query }, entity, id) => {
  assertMay(session.grants, typeOf(entity), id ? "r" : "s");
  return readHistory(session, { entity, id: id || undefined }, query);
};

/** By method and the shape of the address below the base. */
const handlers: Readonly<Record<string, Handler>> = {
  "GET Type": search,
  "POST Type": create,
  "PUT Type": updateMatch,
  "PATCH Type": patchMatch,
  "DELETE Type": removeMatch,
  "POST Type/_search": search,
  "GET Type/_history": history,
  "GET Type/id": read,
  "PUT Type/id": update,
  "PATCH Type/id": patch,
  "DELETE Type/id": remove,
  "GET Type/id/_history": history,
  "GET Type/id/_history/version": readVersion,
};

function shapeOf([, second, third, fourth, ...rest]: readonly string[]): string {
  if (rest.length > 0) return "";
  if (second === undefined) return "Type";
  if (second.startsWith("_") || second.startsWith("$")) return third === undefined ? `Type/${second}` : "";
  if (third === undefined) return "Type/id";
  return fourth === undefined ? `Type/id/${third}` : `Type/id/${third}/version`;
}

/** Does what the request asks for. Throws everything that is refused. */
export function perform(session: FhirSession, request: FhirRequest): Promise<FhirAnswer> {
  const { method, path, query } = request;
  const [type = "", second = ""] = path;
  if (type === "_history" && path.length === 1 && method === "GET") return readHistory(session, {}, query);
  const entity = requireEntity(type);
  const handler = handlers[`${method} ${shapeOf(path)}`];
  if (!handler) throw notDone(`${method} is not done at this address; the CapabilityStatement says what is.`);
  return handler(session, request, entity, second.startsWith("_") ? "" : second);
}
