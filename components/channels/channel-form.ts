/** A channel as a form: what it begins with, the request it stands for, and what is wrong with it where. Pure. */
import { get, type Resolver, set, type UseFormReturn } from "react-hook-form";
import { type ChannelOutput, type ChannelSource, channelRequestSchema } from "@/lib/channels/schema";
import { stepsOf, type Transform, transformSchema } from "@/lib/mapping/schema";
import type { RecordEntity } from "@/lib/records/schema";
import { type DestinationForm, destinationFormOf, destinationOf } from "./destination-form";
import type { Channel } from "./use-channels";

/** The fields of every kind beside each other: changing the kind forgets nothing. */
export type SourceForm = {
  kind: ChannelSource["kind"];
  /** Blank for any. */
  integrationId: string;
  /** "ADT^A04, ORU"; blank for all. */
  types: string;
  events: string[];
  entities: RecordEntity[];
};

export type RuleForm = { target: string; source: string; steps: Transform[]; required: boolean };

export type ChannelForm = {
  name: string;
  source: SourceForm;
  /** Blank lets all through. */
  filter: string;
  to: ChannelOutput;
  rules: RuleForm[];
  destinations: DestinationForm[];
};

/** A field by its path. The library's own type of paths has no end here, for a step may hold any JSON. */
export type ChannelField =
  | keyof ChannelForm
  | `source.${keyof SourceForm}`
  | `rules.${number}.${keyof RuleForm}`
  | `destinations.${number}.${keyof DestinationForm}`
  | `destinations.${number}.key.text`;

export type FieldsProps = { form: UseFormReturn<ChannelForm> };

/** Of one destination of the form. */
export type DestinationProps = FieldsProps & { index: number };

/** How a choice is set: it counts as touched as soon as it is made. */
export const chosen = { shouldDirty: true, shouldValidate: true, shouldTouch: true } as const;

export const newRule: RuleForm = { target: "", source: "", steps: [], required: false };

export const newChannelForm: ChannelForm = {
  name: "",
  source: { kind: "mllp", integrationId: "", types: "", events: [], entities: [] },
  filter: "",
  to: "same",
  rules: [],
  destinations: [],
};

function sourceFormOf(source: ChannelSource): SourceForm {
  const fields = { ...newChannelForm.source, kind: source.kind };
  switch (source.kind) {
    case "mllp":
      return { ...fields, integrationId: source.integrationId ?? "", types: source.types.join(", ") };
    case "http":
      return fields;
    case "event":
      return { ...fields, events: source.types };
    case "sync":
      return { ...fields, integrationId: source.integrationId ?? "", entities: source.entities };
  }
}

/** The form as a channel fills it. */
export function formOf({ name, source, filter, mapping, destinations }: Channel): ChannelForm {
  return {
    name,
    source: sourceFormOf(source),
    filter: filter ?? "",
    to: mapping.to,
    rules: mapping.rules.map(({ target, source: from = "", transform, required }) => ({
      target,
      source: from,
      steps: transform === undefined ? [] : stepsOf({ transform }),
      required,
    })),
    destinations: destinations.map(destinationFormOf),
  };
}

/** "ADT^A04, ORU" as types. */
export function typesIn(text: string): string[] {
  return text
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter(Boolean);
}

function sourceOf({ kind, integrationId, types, events, entities }: SourceForm) {
  const only = integrationId || null;
  switch (kind) {
    case "mllp":
      return { kind, integrationId: only, types: typesIn(types) };
    case "http":
      return { kind };
    case "event":
      return { kind, types: events };
    case "sync":
      return { kind, entities, integrationId: only };
  }
}

/** Filter and mapping as the form has them, which is what a test tries. */
export function planOf({ filter, to, rules }: Pick<ChannelForm, "filter" | "to" | "rules">) {
  return {
    filter: filter.trim() || null,
    mapping: {
      to,
      rules: rules.map(({ target, source, steps, required }) => ({
        target: target.trim(),
        ...(source.trim() && { source: source.trim() }),
        ...(steps.length > 0 && { transform: steps }),
        required,
      })),
    },
  };
}

/** The request that the form stands for. */
export function requestOf(form: ChannelForm) {
  return {
    name: form.name.trim(),
    source: sourceOf(form.source),
    ...planOf(form),
    destinations: form.destinations.map(destinationOf),
  };
}

/** The keys of the request in which two states of the form differ. */
export function changeOf(before: ChannelForm, after: ChannelForm): Partial<ReturnType<typeof requestOf>> {
  const was: Record<string, unknown> = requestOf(before);
  const differs = ([key, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(was[key]);
  return Object.fromEntries(Object.entries(requestOf(after)).filter(differs));
}

/** What both somebody else and this form changed since `before`, in the words of the page. */
export function sharedParts(before: ChannelForm, mine: ChannelForm, theirs: Channel): string[] {
  const changed = changeOf(before, formOf(theirs));
  return Object.keys(changeOf(before, mine)).filter((part) => Object.hasOwn(changed, part));
}

/** Where the form has in one field what the request has in several, or calls it otherwise. */
const places: readonly (readonly [RegExp, string])[] = [
  [/^source\.types.*/, "source.types"],
  [/^source\.entities.*/, "source.entities"],
  [/^mapping\.(to|rules)/, "$1"],
  [/^(rules\.\d+)\.transform.*/, "$1.steps"],
  [/^(destinations\.\d+)\.tls\.key/, "$1.key.text"],
  [/^(destinations\.\d+)\.tls\./, "$1."],
  [/^(destinations\.\d+)\.headers.*/, "$1.headers"],
  [/^(destinations\.\d+)\.retry\.scheduleSeconds.*/, "$1.waits"],
  [/^(destinations\.\d+)\.retry\./, "$1."],
];

/** The place in the form of a complaint about `path` of the request: "destinations[0].tls.ca" → "destinations.0.ca". */
export function fieldAt(path: string, kind: SourceForm["kind"]): string {
  const dotted = path.replaceAll(/\[(\d+)\]/g, ".$1");
  const place = places.reduce((at, [pattern, to]) => at.replace(pattern, to), dotted);
  return place === "source.types" && kind === "event" ? "source.events" : place;
}

const asSentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

interface Complaint {
  readonly place: string;
  readonly message: string;
}

type Gap = readonly [field: string, message: string];

function sourceGap({ kind, events, entities }: SourceForm): Gap[] {
  if (kind === "event" && events.length === 0) return [["source.events", "Choose at least one"]];
  return kind === "sync" && entities.length === 0 ? [["source.entities", "Choose at least one"]] : [];
}

function ruleGaps({ target, steps }: RuleForm): Gap[] {
  const areSteps = steps.every((step) => transformSchema.safeParse(step).success);
  return [
    ...(target.trim() === "" ? ([["target", "Write where the value goes"]] as const) : []),
    ...(areSteps ? [] : ([["steps", "Fill in what each step needs"]] as const)),
  ];
}

function destinationGaps({ kind, url, headers, integrationId, webhookId }: DestinationForm): Gap[] {
  const names = new Set(headers.map(({ name }) => name.trim().toLowerCase()));
  switch (kind) {
    case "http":
      if (!URL.canParse(url.trim()))
        return [["url", "Write a whole address, such as https://lab.example/hl7"]];
      return names.size < headers.length ? [["headers", "Give each header once"]] : [];
    case "integration":
      return integrationId === "" ? [["integrationId", "Choose an integration"]] : [];
    case "webhook":
      return webhookId === "" ? [["webhookId", "Choose an endpoint"]] : [];
    case "mllp":
      return [];
  }
}

/** What is not filled in yet, and what the schema cannot know of a form. */
function gapsOf({ name, source, rules, destinations }: ChannelForm): Complaint[] {
  const within = (list: string, n: number, gaps: readonly Gap[]) =>
    gaps.map(([field, message]): Gap => [`${list}.${n}.${field}`, message]);
  const gaps: readonly Gap[] = [
    ...(name.trim() === "" ? ([["name", "Give it a name"]] as const) : []),
    ...sourceGap(source),
    ...rules.flatMap((rule, n) => within("rules", n, ruleGaps(rule))),
    ...destinations.flatMap((destination, n) => within("destinations", n, destinationGaps(destination))),
  ];
  return gaps.map(([place, message]) => ({ place, message }));
}

/** Checks the form by the schema of the route, and puts each complaint at its field. */
export const resolveChannelForm: Resolver<ChannelForm> = (values) => {
  const issues = channelRequestSchema.safeParse(requestOf(values)).error?.issues ?? [];
  const refused = issues.map(({ path, message }) => ({
    place: fieldAt(path.join("."), values.source.kind),
    message: asSentence(message),
  }));
  const errors = {};
  // The first complaint of a field is the one to read; what the form itself knows is said best.
  for (const { place, message } of [...gapsOf(values), ...refused]) {
    if (!get(errors, place)) set(errors, place, { type: "schema", message });
  }
  return issues.length > 0 || Object.keys(errors).length > 0 ? { values: {}, errors } : { values, errors };
};
