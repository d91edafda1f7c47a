/**
 * The way of records through a mapping. Without code of people they are mapped here and now; with it they go over to
 * threads that can be ended, many records in a message.
 */
import { z } from "zod";
import { mapInTurns } from "@/lib/platform/turns";
import type { CompiledMapping } from "./compile";
import type { Json } from "./path";
import {
  fieldsFor,
  type MappingDirection,
  type MappingInput,
  type MappingOutcome,
  runFields,
  withoutMapped,
} from "./run";
import { threadPool } from "./threads/pool";

interface ApplyOptions {
  /** Keeps what each step made, for people who want to see. */
  readonly tellsSteps?: boolean;
}

/** Records of one message: others who wait for a thread get their turn after it. */
const recordsPerTask = 100;
/** Threads that may have to be ended for the records of one call; what is left then fails without being tried. */
const mostEnded = 3;

/** What JSON could hold, by the word of the caller. */
const json = z.custom<Json>();

function failed({ target }: MappingInput, message: string): MappingOutcome {
  return { output: target, steps: [], errors: [{ path: "", message, required: true }] };
}

async function inThreads(
  { definition }: CompiledMapping,
  direction: MappingDirection,
  inputs: readonly MappingInput[],
  tellsSteps: boolean,
): Promise<MappingOutcome[]> {
  const outcomes: MappingOutcome[] = [];
  for (let endedThreads = 0; outcomes.length < inputs.length; ) {
    const part = inputs.slice(outcomes.length, outcomes.length + recordsPerTask);
    const end = await threadPool().run({ definition, direction, inputs: part, tellsSteps });
    outcomes.push(...end.outcomes);
    const { ended } = end;
    if (ended === undefined) continue;
    endedThreads += 1;
    const hopeless = endedThreads < mostEnded ? outcomes.length + 1 : inputs.length;
    outcomes.push(...inputs.slice(outcomes.length, hopeless).map((input) => failed(input, ended)));
  }
  return outcomes;
}

function apply(
  mapping: CompiledMapping,
  direction: MappingDirection,
  inputs: readonly MappingInput[],
  tellsSteps = false,
): Promise<MappingOutcome[]> {
  const fields = fieldsFor(mapping.fields, direction);
  if (fields.some(({ steps }) => steps.some(({ runsCode }) => runsCode)))
    return inThreads(mapping, direction, inputs, tellsSteps);
  return mapInTurns(inputs, (input) => runFields(fields, direction, input, tellsSteps));
}

/** A vendor's resource and what it is laid over. */
interface PullInput {
  readonly resource: unknown;
  /** Our record as the converter made it: fields that fail keep what stands here. */
  readonly record: unknown;
}

/** A record of ours and the vendor's resource it is laid into. */
export interface PushInput {
  readonly record: unknown;
  /** As it was read, converted fields changed already; what no mapping names stays as it is. */
  readonly resource: unknown;
  /** Our record as the resource says it now: only fields that differ are written. All of them without it. */
  readonly before?: unknown;
}

/** Our records, in the order of the inputs, with what the vendor's resources say. */
export function applyPull(
  mapping: CompiledMapping,
  inputs: readonly PullInput[],
  { tellsSteps }: ApplyOptions = {},
): Promise<MappingOutcome[]> {
  const read = inputs.map(({ resource, record }) => ({
    source: json.parse(resource),
    target: json.parse(record),
  }));
  return apply(mapping, "pull", read, tellsSteps);
}

/** The vendor's resources, in the order of the inputs, with what our records say. */
export function applyPush(
  mapping: CompiledMapping,
  inputs: readonly PushInput[],
  { tellsSteps }: ApplyOptions = {},
): Promise<MappingOutcome[]> {
  const read = inputs.map(({ resource, record, before }) => ({
    source: json.parse(record),
    target: json.parse(resource),
    before: json.parse(before),
  }));
  return apply(mapping, "push", read, tellsSteps);
}

/** What the connector's converter may write of our record: places that a mapping reads say what was converted. */
export function withoutMappedFields(mapping: CompiledMapping, record: unknown, converted: unknown): unknown {
  return withoutMapped(mapping.fields, json.parse(record), json.parse(converted));
}
