/** Conflicts: found, shown, decided, taken back. */
export { respectDifferences } from "./agreed-differences";
export { compareThreeWay, differencesTo, layLocalOver } from "./compare";
export { flippingFields } from "./flips";
export { listConflicts } from "./list-conflicts";
export { compareUnrelated, neverAgreed } from "./never-agreed";
export { closeAgreed, type OpenConflict, openConflicts } from "./open-conflicts";
export { readConflict } from "./read-conflict";
export { type FollowDecision, resolveConflict } from "./resolve-conflict";
export { resolveConflicts } from "./resolve-conflicts";
export { same } from "./same";
export type { ConflictRules } from "./settle-by-rules";
export { undoResolution } from "./undo-resolution";
