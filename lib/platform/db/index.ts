export { textArray } from "./binary-arrays";
export { assertDoorsHold, type Scope, withOrganization, withSystem } from "./doors";
export { databaseCode, isUnavailable, isUniqueViolation, refusesData } from "./errors";
export { closePool } from "./pool";
export { isPrismaUniqueViolation, type PrismaTx, withOrganizationPrisma } from "./prisma-door";
export { prepared, type Statement } from "./statement";
export type { Tx } from "./transaction";
