/** What a version of a channel says otherwise than the one before it. Pure. */
import type { ChannelRule, DestinationDefinition } from "@/lib/channels/schema";
import { destinationWords, mappingWords, type Names, outputWords, sourceWords } from "./channel-words";
import type { Version } from "./use-channels";

type Definition = Pick<Version, "source" | "filter" | "mapping" | "destinations">;

const differ = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);

function filterChange(before: string | null, after: string | null): string[] {
  if (before === after) return [];
  if (after === null) return ["Filter taken out: all go on"];
  return [before === null ? `Filter added: ${after}` : `Filter is now ${after}`];
}

function ruleChanges(before: readonly ChannelRule[], after: readonly ChannelRule[]): string[] {
  if (!differ(before, after)) return [];
  const was = new Map(before.map((rule) => [rule.target, rule]));
  const is = new Set(after.map(({ target }) => target));
  const changes = after.flatMap((rule) => {
    const old = was.get(rule.target);
    if (!old) return [`Rule for ${rule.target} added`];
    return differ(old, rule) ? [`Rule for ${rule.target} changed`] : [];
  });
  const gone = before.filter(({ target }) => !is.has(target));
  const all = [...changes, ...gone.map(({ target }) => `Rule for ${target} taken out`)];
  return all.length > 0 ? all : ["Rules in another order"];
}

function destinationChanges(
  before: readonly DestinationDefinition[],
  after: readonly DestinationDefinition[],
  names: Names,
): string[] {
  const was = new Map(before.map((destination) => [destination.id, destination]));
  const is = new Set(after.map(({ id }) => id));
  const changes = after.flatMap((destination) => {
    const old = was.get(destination.id);
    const [from, to] = [old && destinationWords(old, names), destinationWords(destination, names)];
    if (from === undefined) return [`To ${to} as well`];
    if (from !== to) return [`To ${to} instead of ${from}`];
    return differ(old, destination) ? [`Settings of ${to} changed`] : [];
  });
  const gone = before.filter(({ id }) => !is.has(id));
  return [...changes, ...gone.map((destination) => `No longer to ${destinationWords(destination, names)}`)];
}

/** In words, one for each part; none where both say the same. */
export function changesBetween(before: Definition, after: Definition, names: Names): string[] {
  const becomes = outputWords[after.mapping.to].label;
  return [
    ...(differ(before.source, after.source) ? [`From ${sourceWords(after.source, names)}`] : []),
    ...filterChange(before.filter, after.filter),
    ...(before.mapping.to === after.mapping.to ? [] : [`Becomes ${becomes}`]),
    ...ruleChanges(before.mapping.rules, after.mapping.rules),
    ...destinationChanges(before.destinations, after.destinations, names),
  ];
}

/** What a first version says, in the same words. */
export function beginningOf({ source, filter, mapping, destinations }: Definition, names: Names): string[] {
  return [
    `From ${sourceWords(source, names)}`,
    ...filterChange(null, filter),
    `Becomes ${mappingWords(mapping)}`,
    ...destinations.map((destination) => `To ${destinationWords(destination, names)}`),
  ];
}
