/**
 * Transactions (https://hl7.org/fhir/R4/http.html#transaction): kept whole or not at all, whatever the order of the
 * entries: DELETE, POST, PUT and PATCH, GET. New resources are made all at once.
 */
import { idSchema, newId } from "@/lib/platform/ids";
import type { RecordEntity } from "@/lib/records";
import { type BundleEntry, entryAnswer, entryRequest, splitAddress } from "./bundle-entry";
import { inEntry } from "./entry-error";
import { facadeErrors } from "./errors";
import { baseUrl, conditionIn, type FhirAnswer, type FhirRequest, type FhirSession } from "./exchange";
import { mapReferencesIn } from "./foreign-references";
import { assertMay } from "./grants";
import { perform } from "./interactions";
import { requireEntity, typeOf } from "./resource-types";
import { matchOf } from "./search";
import { createResources } from "./write-resources";

/** An entry on its way: what it asks for, and what becomes of it. */
interface Step {
  readonly at: number;
  readonly fullUrl?: string;
  request: FhirRequest;
  /** Of a resource that this step makes. */
  creation?: { readonly entity: RecordEntity; readonly id: string };
  answer?: FhirAnswer;
}

async function within<T>({ at }: Step, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw inEntry(at, error);
  }
}

function conditionOf({ method, path, query, headers }: FhirRequest): URLSearchParams | undefined {
  if (path.length !== 1) return undefined;
  if (method === "PUT") return query;
  const text = method === "POST" ? headers.get("if-none-exist") : null;
  return text === null ? undefined : conditionIn(text);
}

/** Decides of a POST or PUT whether it makes a resource or means one that is there. */
async function decide(session: FhirSession, step: Step): Promise<void> {
  const { request } = step;
  const { method, path } = request;
  if (path.length !== 1 || (method !== "POST" && method !== "PUT")) return;
  const entity = requireEntity(path[0] ?? "");
  const condition = conditionOf(request);
  if (condition) assertMay(session.grants, typeOf(entity), "s");
  const match = condition && (await matchOf(session, entity, condition));
  if (match && method === "PUT") {
    const body = { ...Object(request.body), id: match.id };
    step.request = { ...request, path: [typeOf(entity), match.id], query: new URLSearchParams(), body };
  } else if (match) {
    const location = `${baseUrl()}/${typeOf(entity)}/${match.id}/_history/${match.version}`;
    step.answer = { status: 200, etag: `W/"${match.version}"`, lastModified: match.updated_at, location };
  } else {
    assertMay(session.grants, typeOf(entity), "c");
    step.creation = { entity, id: newId() };
  }
}

/** Where each address that entries give themselves leads: `urn:uuid:…`, or `Patient/17` of another server. */
function addressesOf(steps: readonly Step[]): Map<string, string> {
  const addresses = new Map<string, string>();
  for (const { fullUrl, creation, answer, request } of steps) {
    const [type = "", id] = creation
      ? [typeOf(creation.entity), creation.id]
      : answer?.location
        ? splitAddress(answer.location).path
        : request.path;
    if (!fullUrl || !id || request.method === "GET") continue;
    addresses.set(fullUrl, `${type}/${id}`);
    const [, relative] = /\/([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]+)$/.exec(fullUrl) ?? [];
    if (relative) addresses.set(relative, `${type}/${id}`);
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
  const targets = steps.flatMap(({ request: { method, path } }) =>
    method !== "GET" && path.length === 2 ? [path.join("/")] : [],
  );
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
  return steps.map(({ answer, request }) => entryAnswer(answer ?? { status: 200 }, request, prefer));
}
