/** A message's way through a channel: whether the filter wants it, and what the mapping makes of it. Writes nothing. */
import { holdsTrue } from "@/lib/mapping";
import type { LookupTable } from "@/lib/mapping/schema";
import { hasCode, isCarelaneError } from "@/lib/platform/errors";
import { createLogger } from "@/lib/platform/logger";
import type { ChannelError, ChannelMapping } from "../schema";
import { documentOf, readInput, type SourceMessage } from "./input";
import { type ChannelOutput, makeOutput, sidesOf } from "./output";
import { type CompiledRules, compileRules, type Sides } from "./rules";

const log = createLogger("channels");

export type Passed =
  | { readonly state: "FILTERED" }
  | { readonly state: "ROUTED"; readonly output: ChannelOutput }
  | { readonly state: "FAILED"; readonly errors: readonly ChannelError[] };

/** Filter and mapping of a version, ready to run. */
export interface Plan {
  readonly filter: string | null;
  readonly mapping: ChannelMapping;
  /** Whether anything in it reads the message as FHIR. */
  readonly wantsFhir: boolean;
  /** The rules for messages of a form. Throws `mapping_invalid`, `hl7_path_invalid`. */
  readonly rulesFor: (sides: Sides) => CompiledRules;
}

export function planOf(
  { filter, mapping }: { readonly filter: string | null; readonly mapping: ChannelMapping },
  lookups: readonly LookupTable[],
): Plan {
  const compiled = new Map<string, CompiledRules>();
  return {
    filter,
    mapping,
    wantsFhir: /\bfhir\b/.test(JSON.stringify([filter, mapping.rules])),
    rulesFor: (sides) => {
      const key = JSON.stringify(sides);
      const rules = compiled.get(key) ?? compileRules(mapping.rules, lookups, sides);
      compiled.set(key, rules);
      return rules;
    },
  };
}

/** What an error says to people. An unknown one is ours: it is logged, and this message alone fails. */
function wordsOf(error: unknown): string {
  // What an expression failed at says everything.
  if (hasCode(error, "code_failed") && error.detail) return error.detail;
  if (isCarelaneError(error)) return [`${error.title}.`, error.detail].filter(Boolean).join(" ");
  log.error("A message could not go through a channel", { error });
  return "The fault is Carelane's. The message is kept and can be retried once it is mended.";
}

function failed(path: string, error: unknown): Passed {
  return { state: "FAILED", errors: [{ path, message: wordsOf(error) }] };
}

/** Never throws for what a message says: that is its own failure. */
export async function goThrough(
  { filter, mapping, wantsFhir, rulesFor }: Plan,
  source: SourceMessage,
): Promise<Passed> {
  let path = "";
  try {
    const input = readInput(source);
    const document = documentOf(input, wantsFhir);
    path = "filter";
    if (filter !== null && !(await holdsTrue(filter, document))) return { state: "FILTERED" };
    path = "mapping";
    const made = await makeOutput(input, mapping, rulesFor(sidesOf(input, mapping)), document);
    return "output" in made ? { state: "ROUTED", ...made } : { state: "FAILED", errors: made.errors };
  } catch (error) {
    return failed(path, error);
  }
}
