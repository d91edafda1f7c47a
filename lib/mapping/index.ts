export { type ApplyOptions, applyPull, applyPush, type PullInput, type PushInput } from "./apply";
export { type CompiledMapping, compileMapping, type MappingCheck, validateMapping } from "./compile";
export { mappingFunctions } from "./functions";
export type { Json } from "./path";
export type { FieldFailure, MappingDirection, MappingOutcome, MappingStep } from "./run";
