/** Rules for fields, which decide a conflict before any person sees it, where they decide all of it. */
import { type ActorRef, systemActor } from "@/lib/auth";
import type { Tx } from "@/lib/platform/db";
import { fieldsOf } from "./conflict-store";
import { applyPolicies, type PolicyRules } from "./policies";
import { decideLocked, lockConflict } from "./resolve-conflict";
import type { SeverityOverrides } from "./severity";

/** What an integration's field mappings say about conflicts of an entity. */
export interface ConflictRules extends Pick<PolicyRules, "policyOf" | "clockOffsetMs"> {
  readonly severities: SeverityOverrides;
  /** In whose name the rules act. */
  readonly by: ActorRef;
}

/**
 * Decides an open conflict by the rules of its fields; false when one of them is a person's. What was decided stands in
 * the history of conflicts like any decision and can be taken back. Call `prepareAudit` before the transaction.
 */
export async function settleByRules(tx: Tx, id: string, rules: ConflictRules): Promise<boolean> {
  const row = await lockConflict(tx, id);
  if (row.status !== "OPEN" || row.kind !== "FIELD") return false;
  const { settled, open } = applyPolicies(fieldsOf(row), { ...rules, direction: row.direction });
  const [first] = settled;
  if (!first || open.length > 0) return false;
  const fields = Object.fromEntries(settled.map(({ path, strategy }) => [path, { strategy }]));
  const wanted = { strategy: first.strategy, reason: "By the rules of its fields.", fields };
  await decideLocked(tx, systemActor(row.organization_id, rules.by), row, wanted);
  return true;
}
