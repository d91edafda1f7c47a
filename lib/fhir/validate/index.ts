export { type Issue, operationOutcome } from "./issue";
export { validateResource } from "./validate-resource";
