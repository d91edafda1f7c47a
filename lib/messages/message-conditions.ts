/** What a filter of messages comes to: a condition over the plain columns and the keys beside sealed bodies. */
import type { Vault } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import type { MessageFilter } from "./schema";
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

/** Messages with any of the keys. Looked for beforehand: the planner then knows how few they are. */
async function idsWithKeys(tx: Tx, keys: readonly string[]): Promise<string[]> {
  const found = `select messages_with_keys($1::bigint[], ${mostFound}) as id`;
  return (await tx.query<{ id: string }>(found, [keys])).map(({ id }) => id);
}

/** The values that occur in a column, which are few: gone through from one to the next in the column's index. */
async function valuesOf(tx: Tx, column: "type" | "sender"): Promise<string[]> {
  const rows = await tx.query<{ value: string }>(
    `with recursive v(value) as (
       (select ${column} from messages where ${column} is not null order by ${column} limit 1)
       union all
       select (select m.${column} from messages m where m.${column} > v.value order by m.${column} limit 1)
         from v where v.value is not null)
     select value from v where value is not null`,
  );
  return rows.map(({ value }) => value);
}

/** Senders named so, whole or by one of their parts. */
async function sendersNamed(tx: Tx, name: string): Promise<string[]> {
  const names = (sender: string) => sender === name || sender.split("|").includes(name);
  return (await valuesOf(tx, "sender")).filter(names);
}

/** Any of the values of any of the columns; none where there are no values. */
function addAny(
  conditions: Conditions,
  found: readonly (readonly [column: "type" | "sender" | "id", values: string[]])[],
): void {
  const present = found.filter(([, values]) => values.length > 0);
  conditions.add((parameter) =>
    present.length === 0
      ? "false"
      : `(${present.map(([column, values]) => `m.${column} = any(${parameter(values)})`).join(" or ")})`,
  );
}

/** A text is part of a type or a sender, or a whole identifier: each has an index of its own. */
async function findText(tx: Tx, vault: Vault, conditions: Conditions, text: string): Promise<void> {
  const part = text.toLowerCase();
  const holds = (value: string) => value.toLowerCase().includes(part);
  const keys = searchParameters.flatMap((parameter) => keysToFind(vault, { parameter, value: text }));
  const numbered = await tx.query<{ id: string }>(
    `select id from messages where control_id = $1 order by id desc limit ${mostFound}`,
    [text],
  );
  addAny(conditions, [
    ["type", (await valuesOf(tx, "type")).filter(holds)],
    ["sender", (await valuesOf(tx, "sender")).filter(holds)],
    ["id", [...(await idsWithKeys(tx, keys)), ...numbered.map(({ id }) => id)]],
  ]);
}

/** The condition of a filter. Values of identifiers become keys before they reach a statement. */
export async function conditionOf(tx: Tx, vault: Vault, filter: MessageFilter): Promise<MessageCondition> {
  const conditions = new Conditions();
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
  if (sender !== undefined) addAny(conditions, [["sender", await sendersNamed(tx, sender)]]);
  // Ids begin with the time: this is a range of the primary key, and of partitions.
  if (from !== undefined)
    conditions.add((parameter) => `m.id >= first_id_at(${parameter(from)}::timestamptz)`);
  if (to !== undefined) conditions.add((parameter) => `m.id < first_id_at(${parameter(to)}::timestamptz)`);
  for (const [name, parameter] of identifiers) {
    const value = filter[name];
    if (value === undefined) continue;
    addAny(conditions, [["id", await idsWithKeys(tx, keysToFind(vault, { parameter, value }))]]);
  }
  if (text !== undefined) await findText(tx, vault, conditions, text);
  return { text: conditions.texts.join(" and ") || "true", values: conditions.values };
}
