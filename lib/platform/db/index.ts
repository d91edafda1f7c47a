export {
  assertDoorsHold,
  type DoorOptions,
  type Scope,
  type SystemPurpose,
  withOrganization,
  withSystem,
} from "./doors";
export { databaseCode, dbErrors, isUnavailable, isUniqueViolation } from "./errors";
export { closePool } from "./pool";
export type { Tx } from "./transaction";
