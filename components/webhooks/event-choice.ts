/** Which events a webhook hears of: types, whole families such as "patient.*", or everything. */
import { type WebhookEventType, webhookEventTypes } from "@/lib/webhooks/schema";

const familyOf = (type: string) => `${type.split(".")[0]}.*`;

interface EventFamily {
  /** "patient.*" */
  readonly pattern: string;
  /** "Patients" */
  readonly label: string;
  readonly types: readonly WebhookEventType[];
}

function labelOf(pattern: string): string {
  const words = pattern.replace(".*", "s").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** All event types by what they tell of. */
export const eventFamilies: readonly EventFamily[] = [...new Set(webhookEventTypes.map(familyOf))].map(
  (pattern) => ({
    pattern,
    label: labelOf(pattern),
    types: webhookEventTypes.filter((type) => familyOf(type) === pattern),
  }),
);

/** Whether `events` include a type, by its name, its family or everything. */
export function isChosen(events: readonly string[], type: string): boolean {
  return events.some((each) => each === type || each === familyOf(type) || each === "*");
}

/** `events` with a family or a type taken or left. A type that is left leaves the others of its family. */
export function toggleEvent(events: readonly string[], pattern: string): string[] {
  const family = familyOf(pattern);
  const types: readonly string[] = eventFamilies.find((each) => each.pattern === family)?.types ?? [];
  const others = events.filter((each) => each !== family && !types.includes(each));
  if (pattern === family) return events.includes(family) ? others : [...others, family];
  const chosen = types.filter((type) => isChosen(events, type) !== (type === pattern));
  return [...others, ...chosen];
}

/** "All", or "4 of 15"; of a FHIR subscription the one kind of record that it is about. */
export function eventsWord(events: readonly string[]): string {
  if (events.includes("*")) return "All";
  const [first = ""] = events;
  if (first.startsWith("resource.")) return first.slice("resource.".length).replaceAll("_", " ");
  const chosen = webhookEventTypes.filter((type) => isChosen(events, type));
  return `${chosen.length} of ${webhookEventTypes.length}`;
}
