/** What passes between a process and its threads. */
import type { MappingDirection, MappingInput, MappingOutcome } from "../run";

/** Some records to be mapped, one after the other. */
export interface Task {
  /** `CompiledMapping.definition`; a thread keeps what it made of the last one. */
  readonly definition: string;
  readonly direction: MappingDirection;
  readonly inputs: readonly MappingInput[];
  readonly tellsSteps: boolean;
}

/** First that the thread is ready, then an outcome for each input, in their order. */
export type ThreadMessage = { readonly ready: true } | { readonly outcome: MappingOutcome };
