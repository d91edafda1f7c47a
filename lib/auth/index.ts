/** Who is asking and what they may do. */
export { type AccessChange, announceAccessChange, onAccessChanged } from "./access-changes";
export { type Actor, type ActorRef, actorRef, can, systemActor } from "./actor";
export { authenticate, authenticateHeaders, stillThere } from "./authenticate";
export { changeUser } from "./change-user";
export { createApiKey } from "./create-api-key";
export { createOrganization } from "./create-organization";
export { createUser } from "./create-user";
export { describeMe } from "./describe-me";
export { listApiKeys } from "./list-api-keys";
export { listUsers } from "./list-users";
export { hashPassword } from "./password-hash";
export { type Permission, permissions, permissionsOf, type Role } from "./permissions";
export { type Organization, readOrganization } from "./read-organization";
export { revokeApiKey } from "./revoke-api-key";
