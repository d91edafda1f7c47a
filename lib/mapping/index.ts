export { applyPull, applyPush, type PushInput, withoutMappedFields } from "./apply";
export { type CompiledMapping, compileMapping, validateMapping } from "./compile";
export { mappingErrors } from "./errors";
export { assertExpression, holdsTrue } from "./evaluate-expression";
export { listMappingFunctions } from "./list-functions";
export { findLookups, lookupNamesIn } from "./lookup-store";
export { changeLookup, createLookup, deleteLookup, listLookups, readLookup } from "./lookups";
export {
  lockMapping,
  type MappingKey,
  mappingOf,
  mappingsOf,
  unmappedVersion,
  type VersionedMapping,
} from "./mapping-store";
export type { MappingOutcome } from "./run";
export { fieldsOfVersion, type MappingChange, mappingView, saveMapping } from "./save-mapping";
