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
export { isPrismaUniqueViolation, type PrismaTx, withOrganizationPrisma } from "./prisma-door";
export type { Tx } from "./transaction";
