/** Whether a channel can run as it is defined: all it names is there, and what it says can be read. */
import { allowedDial, assertAddressAllowed } from "@/lib/http/client";
import { findIntegration } from "@/lib/integrations";
import { assertExpression, findLookups, lookupNamesIn } from "@/lib/mapping";
import type { LookupTable } from "@/lib/mapping/schema";
import type { Tx } from "@/lib/platform/db";
import { type FieldError, isCarelaneError } from "@/lib/platform/errors";
import { findWebhook } from "@/lib/webhooks";
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

async function missingIntegration(
  tx: Tx,
  id: string | null | undefined,
  path: string,
): Promise<FieldError[]> {
  if (!id || (await findIntegration(tx, id))) return [];
  return [{ path, message: "There is no such integration: choose another, or connect it again" }];
}

async function missingTarget(
  tx: Tx,
  destination: DestinationDefinition,
  path: string,
): Promise<FieldError[]> {
  if (destination.kind === "integration") {
    return missingIntegration(tx, destination.integrationId, `${path}.integrationId`);
  }
  if (destination.kind !== "webhook" || (await findWebhook(tx, destination.webhookId))) return [];
  return [{ path: `${path}.webhookId`, message: "There is no such webhook: choose another" }];
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
  const { source, mapping, destinations } = definition;
  const missing: FieldError[] = [];
  if ("integrationId" in source) {
    missing.push(...(await missingIntegration(tx, source.integrationId, "source.integrationId")));
  }
  for (const [index, destination] of destinations.entries()) {
    missing.push(...(await missingTarget(tx, destination, `destinations[${index}]`)));
  }
  return [...missing, ...untakable(definition), ...wrongPlan(definition, await lookupsOf(tx, mapping))];
}

/** Checks where destinations lead before they are kept. Throws `endpoint_not_allowed`. */
export async function assertAddressesAllowed(destinations: readonly DestinationDefinition[]): Promise<void> {
  for (const destination of destinations) {
    if (destination.kind === "http") await assertAddressAllowed(destination.url);
    if (destination.kind === "mllp") allowedDial(destination.host, destination.port);
  }
}
