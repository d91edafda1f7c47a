/** Rules of a channel as field mappings: places of HL7 v2 become paths into its values. */
import { nameOfValue, parsePath } from "@/lib/hl7";
import { type CompiledMapping, compileMapping } from "@/lib/mapping";
import { type FieldMappingInput, type LookupTable, stepsOf, type Transform } from "@/lib/mapping/schema";
import type { ChannelRule } from "../schema";

export type Form = "hl7v2" | "json";

/** What stands on both sides of rules. */
export interface Sides {
  readonly from: Form;
  readonly to: Form;
}

const placeOfHl7 = /^[A-Z][A-Z\d]{2}(\(\d+\))?-\d/;

/** A value is read by its place or by a JSONPath. Throws `hl7_path_invalid`. */
function readingPath(text: string, from: Form): string {
  if (from === "json" || !placeOfHl7.test(text)) return text;
  const path = parsePath(text);
  return `$['${path.segment}'][${path.occurrence - 1}]['${nameOfValue(path)}']`;
}

/** What is to be written into HL7 v2 is gathered by place first. Throws `hl7_path_invalid`. */
function writingPath(text: string, to: Form): string {
  if (to === "json") return text;
  parsePath(text);
  return `$['${text}']`;
}

function translated(step: Transform, { from, to }: Sides): Transform {
  if (step.kind === "concatenate") {
    return { ...step, fields: step.fields.map((field) => readingPath(field, from)) };
  }
  if (step.kind === "split" && "into" in step) {
    return { ...step, into: step.into.map((place) => writingPath(place, to)) };
  }
  return step;
}

const whole = "$";
const nothing = "$['']";

/** The rule as a field mapping that is pulled. Throws `hl7_path_invalid`. */
function fieldOf({ target, source, transform, required }: ChannelRule, sides: Sides): FieldMappingInput {
  const steps = stepsOf({ transform });
  // A default in place of nothing is a constant.
  const unnamed = steps[0]?.kind === "default" ? nothing : whole;
  return {
    localField: writingPath(target, sides.to),
    remoteField: source === undefined ? unnamed : readingPath(source, sides.from),
    direction: "pull",
    required,
    transform: steps.map((step) => translated(step, sides)),
  };
}

/** The places that a rule writes. */
export function targetsOf({ target, transform }: ChannelRule): readonly string[] {
  const last = stepsOf({ transform }).at(-1);
  return last?.kind === "split" && "into" in last ? last.into : [target];
}

export interface CompiledRules {
  readonly mapping: CompiledMapping;
  /** The rule's own target, by how the mapping calls it. */
  readonly targets: ReadonlyMap<string, string>;
}

/** Rules ready to run. Throws `mapping_invalid`, `hl7_path_invalid`. */
export function compileRules(
  rules: readonly ChannelRule[],
  lookups: readonly LookupTable[],
  sides: Sides,
): CompiledRules {
  const fields = rules.map((rule) => fieldOf(rule, sides));
  const targets = fields.map(({ localField }, index) => [localField, rules[index]?.target ?? ""] as const);
  return { mapping: compileMapping(fields, lookups), targets: new Map(targets) };
}
