/** What a connector can do, in words that follow from its declaration alone. */
import { entityWord } from "@/components/sync/job-words";
import type { ConnectorView, SupportedEntityView } from "@/lib/integrations/view";
import { listed } from "./integration-state";

export type Direction = SupportedEntityView["directions"][number];

export const directionWords: Record<Direction, string> = {
  pull: "In",
  push: "Out",
  bidirectional: "Both ways",
};

export const typeWords: Record<ConnectorView["type"], string> = {
  ehr: "EHR",
  lab: "Lab",
  insurance: "Insurance",
  ecommerce: "Shop",
  payment: "Payments",
  pharmacy: "Pharmacy",
  imaging: "Imaging",
  billing: "Billing",
  custom: "Custom",
  dental: "Dental",
  shipping: "Shipping",
  messaging: "Messaging",
};

export const authWords: Record<ConnectorView["supportedAuthTypes"][number], string> = {
  api_key: "API key",
  oauth2: "OAuth 2",
  basic: "Basic",
  jwt: "Signed token",
  certificate: "Certificate",
  custom: "Its own way",
};

const verbs = ["create", "update", "delete"] as const;
const things = { create: "new ones", update: "changes", delete: "deletions" } as const;

export function takesWrites({ write }: Pick<SupportedEntityView, "write">): boolean {
  return verbs.some((verb) => write[verb]);
}

type Port = Pick<SupportedEntityView, "entity" | "directions" | "write">;
const overMessages = " over HL7 v2";

/** What a system takes, verb by verb; `messages` are the verbs that go as HL7 v2 messages. */
function takenWords({ write }: Port, connector: string): string {
  const isMessage = (verb: string) => write.messages?.some((each) => each === verb) && write.via !== "hl7v2";
  const worded = (verb: (typeof verbs)[number]) => `${things[verb]}${isMessage(verb) ? overMessages : ""}`;
  const taken = verbs.filter((verb) => write[verb]).map(worded);
  const refused = verbs.filter((verb) => !write[verb]).map((verb) => things[verb]);
  const takes = `${connector} takes ${listed(taken)}${write.via === "hl7v2" ? overMessages : ""}`;
  return refused.length > 0 ? `${takes}, but no ${listed(refused, "or")}.` : `${takes}.`;
}

/** What an integration takes that has no address for HL7 v2 messages. */
function withoutMessages({ write, ...port }: Port): Port {
  const told = Object.fromEntries((write.messages ?? []).map((verb) => [verb, false]));
  return { ...port, write: { ...write, ...told, messages: [] } };
}

/** Whether records of an entity come in at all. */
export function comesIn({ directions }: Pick<Port, "directions">): boolean {
  return directions.some((direction) => direction !== "push");
}

/** What may go out to the system, and what may not; `hasAddress` says whether messages have somewhere to go. */
export function writeWords(port: Port, connector: string, hasAddress = true): string {
  const noun = entityWord(port.entity).toLowerCase();
  const messages = port.write.messages ?? [];
  if (!takesWrites(port)) return `${connector} takes no ${noun} from outside, so they only come in.`;
  if (hasAddress || messages.length === 0) return takenWords(port, connector);
  const rest = withoutMessages(port);
  const missing = `Set its HL7 v2 address to send ${listed(messages.map((verb) => things[verb]))}.`;
  if (takesWrites(rest)) return `${takenWords(rest, connector)} ${missing}`;
  return comesIn(port) ? `They are only read as yet. ${missing}` : `They stay here as yet. ${missing}`;
}

/** "Reads 10, writes 5 kinds of records". */
export function extentWords({
  canBePulled,
  supportedEntities,
}: Pick<ConnectorView, "canBePulled" | "supportedEntities">): string {
  const reads = supportedEntities.filter(comesIn).length;
  const writes = supportedEntities.filter(takesWrites).length;
  const kinds = Math.max(reads, writes) === 1 ? "kind" : "kinds";
  const verb = canBePulled ? "Reads" : "Tells of";
  return writes > 0
    ? `${verb} ${reads}, writes ${writes} ${kinds} of records`
    : `${verb} ${reads} ${kinds} of records`;
}

/** What the system is asked to allow for these entities and directions, and for real time, without repeats. */
export function scopesFor(
  { supportedEntities, realTimeScopes }: Pick<ConnectorView, "supportedEntities" | "realTimeScopes">,
  chosen: readonly { localEntity: string; enabled: boolean; direction: Direction }[],
  isRealTime: boolean,
): string[] {
  const scopes = supportedEntities.flatMap(({ entity, scopes: declared }) => {
    const choice = chosen.find(({ localEntity, enabled }) => enabled && localEntity === entity);
    if (!choice || !declared) return [];
    return [
      ...(choice.direction === "push" ? [] : declared.pull),
      ...(choice.direction === "pull" ? [] : declared.push),
    ];
  });
  return [...new Set([...scopes, ...(isRealTime ? realTimeScopes : [])])];
}
