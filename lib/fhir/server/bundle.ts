/** A POST to the base: a batch, of which each entry stands alone, or a transaction. */
import type { Actor } from "@/lib/auth";
import { asCarelaneError } from "@/lib/http/problem";
import { now } from "@/lib/platform/clock";
import { createLogger } from "@/lib/platform/logger";
import { type BundleEntry, entryAnswer, entryRequest, readBundle, splitAddress } from "./bundle-entry";
import { capabilityStatement } from "./capability";
import { inEntry } from "./entry-error";
import { type FhirAnswer, type FhirRequest, type FhirSession, inSession } from "./exchange";
import { filled } from "./filled";
import { perform } from "./interactions";
import {
  isWrite,
  keepWhole,
  keptIfRefused,
  messageErrors,
  performKept,
  type WriteResult,
} from "./keep-message";
import { outcomeOf } from "./outcome";
import { performTransaction } from "./transaction";

const log = createLogger("fhir");

/** An entry's part in what comes of its batch. */
interface EntryResult extends Pick<WriteResult, "written" | "errors"> {
  readonly answer: object;
}

async function performAlone(
  actor: Actor,
  entry: BundleEntry,
  at: number,
  prefer: string | null,
): Promise<EntryResult> {
  try {
    const request = entryRequest(entry, prefer);
    if (request.path[0] === "metadata") {
      const answer = entryAnswer({ status: 200, resource: capabilityStatement() }, request);
      return { answer, written: [], errors: [] };
    }
    return await inSession(actor, async (session) => {
      const answer = entryAnswer(await perform(session, request), request);
      return { answer, written: session.written, errors: [] };
    });
  } catch (error) {
    const known = asCarelaneError(error);
    if (known.status >= 500) log.error("An entry of a batch failed", { error, status: known.status });
    const answer = { response: { status: String(known.status), outcome: outcomeOf(known) } };
    return { answer, written: [], errors: messageErrors(asCarelaneError(inEntry(at, known))) };
  }
}

async function performBatch(
  actor: Actor,
  entries: readonly BundleEntry[],
  prefer: string | null,
): Promise<EntryResult[]> {
  const results: EntryResult[] = [];
  for (const [at, entry] of entries.entries()) results.push(await performAlone(actor, entry, at, prefer));
  return results;
}

function bundleAnswer(type: "batch" | "transaction", entries: readonly object[]) {
  return {
    status: 200,
    resource: { resourceType: "Bundle", type: `${type}-response`, entry: filled(entries) },
  };
}

function writes({ request: { method, url } }: BundleEntry): boolean {
  return isWrite({ method, path: splitAddress(url).path });
}

/** Throws `fhir_request_invalid`, and everything that an entry of a transaction is refused for. */
export async function performBundle(actor: Actor, request: FhirRequest): Promise<FhirAnswer> {
  const asked = { actor, request, receivedAt: now() };
  const { type, entry } = await keptIfRefused({ ...asked, type: "Bundle" }, () => readBundle(request.body));
  const write = { ...asked, type: `Bundle.${type}` };
  const prefer = request.headers.get("prefer");
  if (type === "transaction") {
    const work = async (session: FhirSession) =>
      bundleAnswer(type, await performTransaction(session, entry, prefer));
    return entry.some(writes) ? performKept(write, work) : inSession(actor, work);
  }
  const results = await performBatch(actor, entry, prefer);
  const answer = bundleAnswer(
    type,
    results.map((result) => result.answer),
  );
  if (entry.some(writes)) {
    const written = results.flatMap((result) => result.written);
    const errors = results.flatMap((result) => result.errors);
    await keepWhole(write, { ...answer, written, errors });
  }
  return answer;
}
