/** Whether a channel can run as it is defined: all it names is there, and what it says can be read. */
import { allowedDial, assertAddressAllowed } from "@/lib/http/client";
import { assertExpression, findLookups, lookupNamesIn } from "@/lib/mapping";
import type { LookupTable } from "@/lib/mapping/schema";
import type { Tx } from "@/lib/platform/db";
import { type FieldError, isCarelaneError } from "@/lib/platform/errors";
import { sidesOf } from "../run/output";
import { compileRules, type Form } from "../run/rules";
import type { ChannelMapping, ChannelSource, DestinationDefinition } from "../schema";
import type { Definition } from "./definition";

/** The forms in which a source's messages may come. */
function formsOf({ kind }: ChannelSource): readonly Form[] {
  if (kind === "mllp") return ["hl7v2"];
  return kind === "http" ? ["hl7v2", "json"] : ["json"];
}

/** What `check` throws of ours, at `path` unless the error names places of its own below it. */
function refusalOf(path: string, check: () => unknown): FieldError[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!isCarelaneError(error)) throw error;
    const { errors, detail, title } = error;
    return (
      errors?.map((one) => ({ ...one, path: `${path}${one.path}` })) ?? [{ path, message: detail ?? title }]
    );
  }
}

/** A place in a field mapping as rules call it. */
function asRule(path: string): string {
  return path.replace(/\.localField$/, ".target").replace(/\.remoteField$/, ".source");
}

/** Rules have to be right for one of the forms that may come. */
function wrongRules(
  { mapping, source }: Pick<Definition, "mapping" | "source">,
  lookups: readonly LookupTable[],
): FieldError[] {
  const found = formsOf(source).map((form) =>
    refusalOf("mapping.rules", () => compileRules(mapping.rules, lookups, sidesOf({ form }, mapping))),
  );
  const errors = found.find((none) => none.length === 0) ?? found.at(-1) ?? [];
  return errors.map(({ path, message }) => ({ path: asRule(path), message }));
}

/** What is wrong with a filter and a mapping for messages of a source. */
export function wrongPlan(
  definition: Pick<Definition, "source" | "filter" | "mapping">,
  lookups: readonly LookupTable[],
): FieldError[] {
  const { filter } = definition;
  const wrongFilter = filter === null ? [] : refusalOf("", () => assertExpression(filter, "filter"));
  return [...wrongFilter, ...wrongRules(definition, lookups)];
}

/** The lookup tables that rules name, as far as there are such. */
export function lookupsOf(tx: Tx, { rules }: ChannelMapping): Promise<LookupTable[]> {
  return findLookups(tx, lookupNamesIn(rules));
}

/** Something of another domain that a definition names, at a place of it. */
interface Named {
  readonly kind: "integration" | "webhook";
  readonly id: string;
  readonly path: string;
}

function namedBy({ source, destinations }: Definition): Named[] {
  const sender = "integrationId" in source ? source.integrationId : null;
  const targets = destinations.flatMap((destination, index): Named[] => {
    const { kind } = destination;
    const path = `destinations[${index}]`;
    if (kind === "integration")
      return [{ kind, id: destination.integrationId, path: `${path}.integrationId` }];
    return kind === "webhook" ? [{ kind, id: destination.webhookId, path: `${path}.webhookId` }] : [];
  });
  return sender ? [{ kind: "integration", id: sender, path: "source.integrationId" }, ...targets] : targets;
}

const missingMessages: Readonly<Record<Named["kind"], string>> = {
  integration: "There is no such integration: choose another, or connect it again",
  webhook: "There is no such webhook: choose another",
};

/** What a definition names and is not there: asked in one statement, as this is asked for every batch. */
async function missing(tx: Tx, definition: Definition): Promise<FieldError[]> {
  const named = namedBy(definition);
  if (named.length === 0) return [];
  const idsOf = (wanted: Named["kind"]) => named.flatMap(({ kind, id }) => (kind === wanted ? [id] : []));
  const rows = await tx.query<Pick<Named, "kind" | "id">>(
    `select 'integration' as kind, id from integrations where id = any($1::uuid[])
     union all
     select 'webhook', id from webhook_endpoints where id = any($2::uuid[]) and protocol = 'webhook'`,
    [idsOf("integration"), idsOf("webhook")],
  );
  const present = new Set(rows.map(({ kind, id }) => `${kind} ${id}`));
  return named
    .filter(({ kind, id }) => !present.has(`${kind} ${id.toLowerCase()}`))
    .map(({ kind, path }) => ({ path, message: missingMessages[kind] }));
}

/** Only HL7 v2 goes over MLLP, and becomes records on its way through an integration. */
function untakable({ mapping, destinations }: Definition): FieldError[] {
  if (mapping.to === "same" || mapping.to === "hl7v2") return [];
  return destinations.flatMap(({ kind }, index) => {
    if (kind !== "integration" && kind !== "mllp") return [];
    return [
      { path: `destinations[${index}]`, message: "It takes HL7 v2 alone: choose hl7v2 in the mapping" },
    ];
  });
}

/** All that keeps a channel from running; nothing where it can. */
export async function problemsOf(tx: Tx, definition: Definition): Promise<FieldError[]> {
  const absent = await missing(tx, definition);
  const lookups = await lookupsOf(tx, definition.mapping);
  return [...absent, ...untakable(definition), ...wrongPlan(definition, lookups)];
}

/** Checks where destinations lead before they are kept. Throws `endpoint_not_allowed`. */
export async function assertAddressesAllowed(destinations: readonly DestinationDefinition[]): Promise<void> {
  for (const destination of destinations) {
    if (destination.kind === "http") await assertAddressAllowed(destination.url);
    if (destination.kind === "mllp") allowedDial(destination.host, destination.port);
  }
}
