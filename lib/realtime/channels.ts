/** The channels there are, and who may follow each: the one table. */
import { type Actor, can, type Permission } from "@/lib/auth";
import { realtimeErrors } from "./errors";

interface ChannelRule {
  readonly pattern: RegExp;
  readonly needs: Permission;
  /**
   * Its news name rows of the whole organization. Those who see some clinics only are refused, or hear of the records
   * of their clinics alone.
   */
  readonly clinics: "refused" | "own-records";
}

const id = "[0-9a-fA-F-]{36}";

const rules: readonly ChannelRule[] = [
  { pattern: /^sync$/, needs: "sync:read", clinics: "refused" },
  { pattern: new RegExp(`^sync:${id}$`), needs: "sync:read", clinics: "refused" },
  { pattern: /^messages$/, needs: "messages:read", clinics: "refused" },
  { pattern: /^records:[a-z_]{1,60}$/, needs: "records:read", clinics: "own-records" },
];

/** Throws `channel_unknown`, or `forbidden` when `actor` may not follow the channel. */
export function assertMayFollow(actor: Actor, channel: string): void {
  const rule = rules.find(({ pattern }) => pattern.test(channel));
  if (!rule) throw realtimeErrors.channel_unknown();
  const sees = rule.clinics === "own-records" || !actor.clinicIds;
  if (!can(actor, rule.needs) || !sees) {
    throw realtimeErrors.forbidden({ detail: "What it tells of can be read by HTTP as far as you may." });
  }
}
