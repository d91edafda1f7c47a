export { type Issue, operationOutcome } from "./issue";
export { requireValid } from "./require-valid";
export { validateResource } from "./validate-resource";
