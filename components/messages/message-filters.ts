/**
 * What a list of messages is narrowed to. What may identify a patient is kept out of the address, which browsers
 * remember and people paste. Pure.
 */
import { type MessageFilter, messageFilterSchema } from "@/lib/messages/schema";

/** These stand in the address, under the names by which the server takes them; `received` is a span of days. */
export const openNames = [
  "kind",
  "direction",
  "type",
  "integrationId",
  "sender",
  "controlId",
  "status",
  "received",
  "from",
  "to",
] as const;

/** These are kept by the page alone. */
export const quietNames = ["patientId", "caseId", "order", "accession", "text"] as const;

type FilterName = (typeof openNames)[number] | (typeof quietNames)[number];
export type Filters = Readonly<Partial<Record<FilterName, string>>>;
export type QuietFilters = Readonly<Partial<Record<(typeof quietNames)[number], string>>>;

/** What is changed about filters; null takes one out. */
export type FilterChanges = Readonly<Partial<Record<FilterName, string | null>>>;

const typedNames = ["type", "sender", "controlId", ...quietNames] as const;

/** Whether any of them is a text that somebody typed, so that another spelling may find more. */
export function hasTyped(filters: Filters): boolean {
  return typedNames.some((name) => filters[name] !== undefined);
}

export const spans = { today: 0, week: 6, month: 29 } as const;
export type Span = keyof typeof spans;

export function isSpan(text: string | undefined): text is Span {
  return text !== undefined && Object.hasOwn(spans, text);
}

/** The filters an address names. */
export function openFilters(address: Pick<URLSearchParams, "get">): Filters {
  return Object.fromEntries(
    openNames.flatMap((name) => {
      const value = address.get(name);
      return value ? [[name, value]] : [];
    }),
  );
}

/** Parts the changes of the address from those that the page keeps. */
export function partChanges(changes: FilterChanges) {
  const among = (names: readonly string[]) =>
    Object.fromEntries(Object.entries(changes).filter(([name]) => names.includes(name)));
  return { open: among(openNames), quiet: among(quietNames) };
}

function startOfSpan(span: Span, now: Date): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - spans[span]).toISOString();
}

/** The filters as the server takes them; a value that is no filter counts as none. */
export function queryOf({ received, ...filters }: Filters, now: Date): MessageFilter {
  const from = isSpan(received) ? startOfSpan(received, now) : filters.from;
  const { shape } = messageFilterSchema;
  const entries = Object.entries({ ...filters, from }).filter(([name, value]) => {
    return Object.hasOwn(shape, name) && messageFilterSchema.safeParse({ [name]: value }).success;
  });
  return messageFilterSchema.parse(Object.fromEntries(entries));
}
