/**
 * Transactions (https://hl7.org/fhir/R4/http.html#transaction): kept whole or not at all, whatever the order of the
 * entries: DELETE, POST, PUT and PATCH, GET. New resources are made all at once.
 */
import { idSchema, newId } from "@/lib/platform/ids";
import type { RecordEntity } from "@/lib/records";
import { type BundleEntry, entryAnswer, entryRequest, splitAddress } from "./bundle-entry";
import { inEntry } from "./entry-error";
import { facadeErrors } from "./errors";
import { conditionIn, type FhirAnswer, type FhirRequest, type FhirSession } from "./exchange";
import { mapReferencesIn } from "./foreign-references";
import { assertMay } from "./grants";
import { perform } from "./interactions";
import { readAnswer } from "./read-resources";
import { requireEntity, typeOf } from "./resource-types";
import { matchOf } from "./search";
import { createResources } from "./write-resources";

/** An entry on its way: what it asks for, and what becomes of it. */
interface Step {
  readonly at: number;
  readonly fullUrl?: string;
  request: FhirRequest;
  /** Of a resource that this step makes. */
  creation?: {
    readonly entity: RecordEntity;
    readonly id: string;
    /** Of which nothing was there. */
    readonly condition?: URLSearchParams;
  };
  answer?: FhirAnswer;
}

async function within<T>({ at }: Step, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw inEntry(at, error);
  }
}

/** The condition by which an entry says what it writes: in its address, or of a POST in If-None-Exist. */
function conditionOf({ method, path, query, headers }: FhirRequest): URLSearchParams | undefined {
  if (path.length !== 1 || method === "GET") return undefined;
  if (method !== "POST") return query;
  const text = headers.get("if-none-exist");
  return text === null ? undefined : conditionIn(text);
}

/** Decides which resource an entry writes: one that is there, or of a POST or PUT a new one. */
async function decide(session: FhirSession, step: Step): Promise<void> {
  const { request } = step;
  const { method, path, body } = request;
  if (path.length !== 1 || method === "GET") return;
  const entity = requireEntity(path[0] ?? "");
  const condition = conditionOf(request);
  if (condition) assertMay(session.grants, typeOf(entity), "s");
  const match = condition && (await matchOf(session, entity, condition));
  if (match && method === "POST") {
    step.answer = readAnswer(session, match);
  } else if (match) {
    const meant = method === "PUT" ? { id: match.id, ...Object(body) } : body;
    const there = { path: [typeOf(entity), match.id], query: new URLSearchParams(), body: meant };
    step.request = { ...request, ...there };
  } else if (method === "POST" || method === "PUT") {
    assertMay(session.grants, typeOf(entity), "c");
    step.creation = { entity, id: newId(), condition };
  }
}

/**
 * What other entries call this one: its fullUrl, whole or from the type on; without one its type and id. Some clients
 * give a bare id as fullUrl.
 */
function namesOf({ fullUrl, request: { body } }: Step, type: string): string[] {
  const { id } = Object(body);
  if (!fullUrl) return id ? [`${type}/${id}`] : [];
  const [, relative = `${type}/${fullUrl}`] = /\/([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]+)$/.exec(fullUrl) ?? [];
  return [fullUrl, relative];
}

/** Where each address that entries give themselves leads: `urn:uuid:…`, or `Patient/17` of another server. */
function addressesOf(steps: readonly Step[]): Map<string, string> {
  const addresses = new Map<string, string>();
  for (const step of steps) {
    const { creation, answer, request } = step;
    const [type = "", id] = creation
      ? [typeOf(creation.entity), creation.id]
      : answer?.location
        ? splitAddress(answer.location).path
        : request.path;
    if (!id || request.method === "GET") continue;
    for (const name of namesOf(step, type)) addresses.set(name, `${type}/${id}`);
  }
  return addresses;
}

const conditional = /^([A-Z][A-Za-z]+)\?(.+)$/s;

/** The one resource that `Patient?identifier=…` means. Throws `reference_unresolved`, `many_matches`. */
async function meantBy(session: FhirSession, reference: string): Promise<string> {
  const [, type = "", query = ""] = conditional.exec(reference) ?? [];
  assertMay(session.grants, type, "s");
  const match = await matchOf(session, requireEntity(type), new URLSearchParams(query));
  if (match) return `${type}/${match.id}`;
  throw facadeErrors.reference_unresolved({
    detail: `A reference to a ${type} by a condition meets no resource.`,
  });
}

/** `body` with its references leading to our resources. */
async function linked(
  session: FhirSession,
  body: unknown,
  addresses: ReadonlyMap<string, string>,
): Promise<unknown> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  const meant = new Map<string, string>();
  const wanted = new Set<string>();
  const direct = mapReferencesIn(body, (reference) => {
    if (conditional.test(reference)) wanted.add(reference);
    return addresses.get(reference) ?? reference;
  });
  for (const reference of wanted) meant.set(reference, await meantBy(session, reference));
  return meant.size === 0
    ? direct
    : mapReferencesIn(direct, (reference) => meant.get(reference) ?? reference);
}

async function createAll(
  session: FhirSession,
  steps: readonly Step[],
  addresses: ReadonlyMap<string, string>,
): Promise<void> {
  const creating = steps.flatMap((step) => (step.creation ? [{ step, ...step.creation }] : []));
  const wanted = [];
  for (const { step, entity, id } of creating) {
    const resource = await within(step, () => linked(session, step.request.body, addresses));
    wanted.push({ entity, id, resource, entry: step.at });
  }
  const answers = await createResources(session, wanted);
  for (const [n, { step }] of creating.entries()) step.answer = answers[n];
}

/**
 * Locks what the entries write, always in the same order, so that two transactions never wait for each other. Two entries
 * that write one resource are refused: they would hide which of them counts.
 */
async function lockTargets({ tx }: FhirSession, steps: readonly Step[]): Promise<void> {
  const targets = steps.flatMap(({ request: { method, path }, creation }) => {
    if (creation?.condition) return [`${path[0]}?${creation.condition}`];
    return method !== "GET" && path.length === 2 ? [path.join("/")] : [];
  });
  if (new Set(targets).size < targets.length) {
    throw facadeErrors.fhir_request_invalid({ detail: "One resource is written by more than one entry." });
  }
  const ids = targets.map((target) => target.split("/")[1]).filter((id) => idSchema.safeParse(id).success);
  if (ids.length < 2) return;
  await tx.query("select id from entity_records where id = any($1::uuid[]) order by id for update", [ids]);
}

const order: readonly (readonly string[])[] = [["DELETE"], ["POST"], ["PUT", "PATCH"], ["GET"]];

/** Performs all entries in one session. Throws what any of them refuses, naming the entry. */
export async function performTransaction(
  session: FhirSession,
  entries: readonly BundleEntry[],
  prefer: string | null,
): Promise<object[]> {
  const steps = entries.map((entry, at): Step => {
    try {
      return { at, fullUrl: entry.fullUrl, request: entryRequest(entry, prefer) };
    } catch (error) {
      throw inEntry(at, error);
    }
  });
  for (const step of steps) await within(step, () => decide(session, step));
  await lockTargets(session, steps);
  const addresses = addressesOf(steps);
  for (const methods of order) {
    if (methods.includes("POST")) await createAll(session, steps, addresses);
    for (const step of steps) {
      if (step.answer || !methods.includes(step.request.method)) continue;
      const { request } = step;
      step.answer = await within(step, async () => {
        const body = request.method === "PUT" ? await linked(session, request.body, addresses) : request.body;
        return perform(session, { ...request, body });
      });
    }
  }
  return steps.map(({ answer, request }) => entryAnswer(answer ?? { status: 200 }, request));
}
