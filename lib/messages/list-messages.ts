/** Lists of messages, newest first. No body is opened: what they are found by stands beside it. */
import type { Actor } from "@/lib/auth";
import { openVault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import { type Paged, pageOf } from "@/lib/platform/list-page";
import { listColumns, type MessageRow, messageView } from "./message-store";
import type { MessageFilter, MessageView } from "./schema";
import { keysToFind, type SearchParameter, searchParameters } from "./search-keys";

/** A condition over m, with its values as $1, $2, … */
export interface MessageCondition {
  readonly text: string;
  readonly values: readonly unknown[];
}

class Conditions {
  readonly texts: string[] = [];
  readonly values: unknown[] = [];

  add(text: (parameter: (value: unknown) => string) => string): void {
    this.texts.push(
      text((value) => {
        this.values.push(value);
        return `$${this.values.length}`;
      }),
    );
  }
}

/** So many of one patient or order are found, the newest first; more than anybody looks through. */
const mostFound = 10_000;

const equal = [
  ["kind", "kind"],
  ["direction", "direction"],
  ["integrationId", "integration_id"],
  ["controlId", "control_id"],
  ["status", "processing"],
] as const satisfies readonly (readonly [keyof MessageFilter, string])[];

const identifiers = [
  ["patientId", "patient"],
  ["caseId", "case"],
  ["order", "order"],
  ["accession", "accession"],
] as const satisfies readonly (readonly [keyof MessageFilter, SearchParameter])[];

function pattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (special) => `\\${special}`)}%`;
}

/** The condition of a filter. Values of identifiers become keys before they reach a statement. */
export async function conditionOf(organizationId: string, filter: MessageFilter): Promise<MessageCondition> {
  const vault = await openVault(organizationId, "messages");
  const conditions = new Conditions();
  const keysOf = (parameter: SearchParameter, value: string) => keysToFind(vault, { parameter, value });
  const withKeys = (keys: string) => `m.id in (select messages_with_keys(${keys}::bigint[], ${mostFound}))`;
  for (const [name, column] of equal) {
    const value = filter[name];
    if (value !== undefined) conditions.add((parameter) => `m.${column} = ${parameter(value)}`);
  }
  const { type, sender, from, to, text } = filter;
  // Types compare byte by byte (collation C), in which _ is the next letter after ^.
  if (type !== undefined) {
    conditions.add((parameter) =>
      type.includes("^")
        ? `m.type = ${parameter(type)}`
        : `(m.type = ${parameter(type)} or m.type >= ${parameter(`${type}^`)} and m.type < ${parameter(`${type}_`)})`,
    );
  }
  if (sender !== undefined) conditions.add((parameter) => `m.sender = ${parameter(sender)}`);
  // Ids begin with the time: this is a range of the primary key, and of partitions.
  if (from !== undefined)
    conditions.add((parameter) => `m.id >= first_id_at(${parameter(from)}::timestamptz)`);
  if (to !== undefined) conditions.add((parameter) => `m.id < first_id_at(${parameter(to)}::timestamptz)`);
  for (const [name, parameter] of identifiers) {
    const value = filter[name];
    if (value !== undefined) conditions.add((keys) => withKeys(keys(keysOf(parameter, value))));
  }
  if (text !== undefined) {
    const keys = searchParameters.flatMap((parameter) => keysOf(parameter, text));
    conditions.add(
      (parameter) =>
        `(${withKeys(parameter(keys))} or m.control_id = ${parameter(text)} or m.type ilike ${parameter(pattern(text))}
           or m.sender ilike ${parameter(pattern(text))})`,
    );
  }
  return { text: conditions.texts.join(" and ") || "true", values: conditions.values };
}

/** Messages of a condition, newest first, after the one given. */
export function selectMessages(
  tx: Tx,
  { text, values }: MessageCondition,
  limit: number,
  after: string | null,
): Promise<MessageRow[]> {
  const place = after === null ? "" : `and m.id < '${idSchema.parse(after)}'`;
  return tx.query<MessageRow>(
    `select ${listColumns} from messages m where ${text} ${place} order by m.id desc limit ${limit}`,
    values,
  );
}

/** A page of messages. The place of a page is the last message's id. */
export async function listMessages(
  actor: Actor,
  filter: MessageFilter,
  limit: number,
  after: string | null,
): Promise<Paged<MessageView, string>> {
  const condition = await conditionOf(actor.organizationId, filter);
  const rows = await withOrganization(actor, (tx) => selectMessages(tx, condition, limit + 1, after));
  const { data, next } = pageOf(rows, limit, ({ id }) => id);
  return { data: data.map(messageView), next };
}
