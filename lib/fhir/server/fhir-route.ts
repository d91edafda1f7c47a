/** Routes of the façade: as all routes, but that SMART tokens are let in and refusals are OperationOutcomes. */
import { prepareAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { admit, type RouteEdge, type RouteHandler, routesBehind } from "@/lib/http";
import type { Allow } from "@/lib/http/declaration";
import { now } from "@/lib/platform/clock";
import { clientActor } from "./access-token";
import { performBundle } from "./bundle";
import { facadeErrors } from "./errors";
import { type FhirAnswer, type FhirRequest, type FhirSession, inSession } from "./exchange";
import { perform } from "./interactions";
import { interactionType, isWrite, performKept } from "./keep-message";
import { answerType, readForm, readJson } from "./negotiate";
import { outcomeResponse } from "./outcome";
import { shownResource } from "./prefer";

/** A token of ours is a JWT; an API key begins otherwise and has no dot. */
function smartToken(headers: Headers): string | undefined {
  return /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(headers.get("authorization") ?? "")?.[1];
}

async function admitToFacade(request: Request, allow: Allow): Promise<Actor | undefined> {
  const token = allow === "open" ? undefined : smartToken(request.headers);
  const client = token && (await clientActor(token));
  if (!client) return admit(request, allow);
  await prepareAudit(client.organizationId);
  return client;
}

const edge: RouteEdge = { admit: admitToFacade, refuse: outcomeResponse };

export const fhirRoutes = routesBehind(edge);

function toResponse(answer: FhirAnswer, type: string, shown: object | undefined): Response {
  const { status, etag, lastModified, location } = answer;
  const headers = new Headers();
  if (etag) headers.set("etag", etag);
  if (lastModified) headers.set("last-modified", lastModified.toUTCString());
  if (location && status === 201) headers.set("location", location);
  if (location && status !== 304) headers.set("content-location", location);
  if (shown) headers.set("content-type", type);
  return new Response(shown ? JSON.stringify(shown) : null, { status, headers });
}

async function withForm(request: FhirRequest, raw: Request): Promise<FhirRequest> {
  const query = new URLSearchParams(request.query);
  for (const [name, value] of await readForm(raw)) query.append(name, value);
  return { ...request, query };
}

const bodied = new Set(["POST", "PUT", "PATCH"]);

async function readRequest(raw: Request, path: readonly string[]): Promise<FhirRequest> {
  const request = {
    method: raw.method === "HEAD" ? "GET" : raw.method,
    path,
    query: new URL(raw.url).searchParams,
    headers: raw.headers,
  };
  if (request.method === "POST" && path.at(-1) === "_search") return withForm(request, raw);
  return bodied.has(request.method) ? { ...request, ...(await readJson(raw)) } : request;
}

/** What a request below the base comes to. */
export type Performer = (actor: Actor, request: FhirRequest) => Promise<FhirAnswer>;

const performOnRecords: Performer = (actor, request) => {
  const work = (session: FhirSession) => perform(session, request);
  if (!isWrite(request)) return inSession(actor, work);
  return performKept({ actor, request, type: interactionType(request), receivedAt: now() }, work);
};

async function answer(
  actor: Actor,
  raw: Request,
  path: readonly string[],
  performer: Performer,
): Promise<Response> {
  const type = answerType(raw.headers, new URL(raw.url).searchParams);
  const request = await readRequest(raw, path);
  if (path.length > 0) {
    const done = await performer(actor, request);
    return toResponse(done, type, shownResource(done, request));
  }
  if (request.method !== "POST") {
    throw facadeErrors.interaction_not_supported({ detail: "Here only bundles are taken, by POST." });
  }
  const done = await performBundle(actor, request);
  return toResponse(done, type, done.resource);
}

/** The segments below the base. Throws `fhir_request_invalid` for an address that cannot be read. */
function pathOf(raw: Request): string[] {
  const [, below = ""] = new URL(raw.url).pathname.split("/api/fhir/R4");
  try {
    return below.split("/").filter(Boolean).map(decodeURIComponent);
  } catch (cause) {
    throw facadeErrors.fhir_request_invalid({ detail: "The address is not one that can be read.", cause });
  }
}

/** `answer` in the format that the request asks for. Throws `format_not_acceptable`. */
export function fhirAnswer({ headers, url }: Request, given: FhirAnswer): Response {
  return toResponse(given, answerType(headers, new URL(url).searchParams), given.resource);
}

/** The handler of all interactions of one method; with a `performer` those of a type that is no record. */
export function facadeRoute(summary: string, performer = performOnRecords): RouteHandler {
  return fhirRoutes({
    allow: "signed-in",
    tag: "FHIR",
    summary,
    limit: "fhir",
    run: ({ actor, request }) => answer(actor, request, pathOf(request), performer),
  });
}
