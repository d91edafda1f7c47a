/** SMART Backend Services: how a server without a user signs in to an EHR. */
export { discover } from "./discovery";
export { smartErrors } from "./errors";
export { publishedKeysUrl } from "./published-keys";
export { type Access, missingAccess, systemScopes } from "./scopes";
export { openSmartSession, type SmartSession } from "./session";
export type { ClientProof } from "./token-request";
