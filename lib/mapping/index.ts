export { mappingFunctions } from "./functions";
export type { Json } from "./path";
export {
  applyPull,
  applyPush,
  type CompiledMapping,
  compileMapping,
  type MappingCheck,
  type MappingOutcome,
  type MappingStep,
  validateMapping,
} from "./run";
