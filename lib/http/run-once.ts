/** Runs an operation under its Idempotency-Key: the first request decides what every repeat is answered. */
import type { Actor } from "@/lib/auth";
import { withOrganization } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import type { Answer } from "./answer";
import type { Claim } from "./idempotency";
import { asCarelaneError, type ProblemContext, problemHeaders, toProblem } from "./problem";

const log = createLogger("http");

/** A refusal that would be the same again; anything else may go better the next time. */
function lastingRefusal(error: unknown, context: ProblemContext): Answer | undefined {
  const known = asCarelaneError(error);
  if (known.status >= 500 || known.kind !== "invalid") return undefined;
  return {
    status: known.status,
    headers: problemHeaders(known),
    body: JSON.stringify(toProblem(known, context)),
  };
}

/** The effect is there already: a caller who is told of a failure now would send it again under a new key. */
async function keep(actor: Actor, claim: Claim, answer: Answer): Promise<void> {
  await withOrganization(actor, (tx) => claim.keep(tx, answer)).catch((error: unknown) =>
    log.error("The answer to an Idempotency-Key was not kept", { error }),
  );
}

/**
 * Answers what `operate` answers and keeps it under `claim`. A lasting refusal is kept too; any other failure
 * gives the key back and is thrown on.
 */
export async function runOnce(
  actor: Actor,
  claim: Claim,
  context: ProblemContext,
  operate: () => Promise<Answer | Response>,
): Promise<Answer | Response> {
  let answer: Answer | Response;
  try {
    answer = await operate();
  } catch (error) {
    const refusal = lastingRefusal(error, context);
    if (!refusal) {
      await claim.release();
      throw error;
    }
    answer = refusal;
  }
  if (answer instanceof Response) {
    // A stream cannot be kept.
    await claim.release();
    return answer;
  }
  // A refusal after the answer was kept means that the transaction which kept it did not commit.
  if (!claim.kept || answer.status >= 400) await keep(actor, claim, answer);
  return answer;
}
