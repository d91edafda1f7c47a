/** Who a request comes from, whether they may, and whether not too fast. */
import { prepareAudit } from "@/lib/audit";
import { type Actor, authenticate, can } from "@/lib/auth";
import { changesState, isCrossOrigin } from "./caller";
import type { Allow } from "./declaration";
import { httpErrors } from "./errors";
import type { LimitSubject } from "./rate-limits";

function assertOwnPage(request: Request, actor: Actor): void {
  if (actor.kind === "key" || !changesState(request.method) || !isCrossOrigin(request.headers)) return;
  throw httpErrors.cross_origin({ detail: "Send the request from a page of Carelane, or with an API key." });
}

/** The actor, if the route lets them in; undefined on an open route, where nobody is asked. */
export async function admit(request: Request, allow: Allow): Promise<Actor | undefined> {
  if (allow === "open") return undefined;
  const actor = await authenticate(request);
  if (!actor) {
    throw httpErrors.sign_in_required({ detail: "Sign in, or send Authorization: Bearer with an API key." });
  }
  assertOwnPage(request, actor);
  // A deed's transaction writes its own trail: the trail's key is at hand before one opens.
  await prepareAudit(actor.organizationId);
  if (allow === "signed-in" || can(actor, allow)) return actor;
  throw httpErrors.not_allowed({ detail: `This needs the permission ${allow}.` });
}

/** Whose requests are counted together: those of a key, of a person, else of an address. */
export function limitSubject(actor: Actor | undefined, ip: string): LimitSubject {
  if (!actor) return { kind: "ip", id: ip };
  return { organizationId: actor.organizationId, kind: actor.kind === "key" ? "key" : "user", id: actor.id };
}
