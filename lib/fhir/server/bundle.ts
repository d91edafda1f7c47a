/** A POST to the base: a batch, of which each entry stands alone, or a transaction. */
import type { Actor } from "@/lib/auth";
import { asCarelaneError } from "@/lib/http/problem";
import { createLogger } from "@/lib/platform/logger";
import { type BundleEntry, entryAnswer, entryRequest, readBundle } from "./bundle-entry";
import { capabilityStatement } from "./capability";
import { type FhirAnswer, inSession } from "./exchange";
import { filled } from "./filled";
import { perform } from "./interactions";
import { outcomeOf } from "./outcome";
import { performTransaction } from "./transaction";

const log = createLogger("fhir");

async function performAlone(actor: Actor, entry: BundleEntry, prefer: string | null): Promise<object> {
  try {
    const request = entryRequest(entry, prefer);
    const answer =
      request.path[0] === "metadata"
        ? { status: 200, resource: capabilityStatement() }
        : await inSession(actor, (session) => perform(session, request));
    return entryAnswer(answer, request);
  } catch (error) {
    const known = asCarelaneError(error);
    if (known.status >= 500) log.error("An entry of a batch failed", { error, status: known.status });
    return { response: { status: String(known.status), outcome: outcomeOf(known) } };
  }
}

/** Throws `fhir_request_invalid`, and everything that an entry of a transaction is refused for. */
export async function performBundle(actor: Actor, body: unknown, headers: Headers): Promise<FhirAnswer> {
  const { type, entry } = readBundle(body);
  const prefer = headers.get("prefer");
  const answers: object[] = [];
  if (type === "transaction") {
    answers.push(...(await inSession(actor, (session) => performTransaction(session, entry, prefer))));
  } else {
    for (const one of entry) answers.push(await performAlone(actor, one, prefer));
  }
  return {
    status: 200,
    resource: { resourceType: "Bundle", type: `${type}-response`, entry: filled(answers) },
  };
}
