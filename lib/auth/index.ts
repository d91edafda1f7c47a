/** Who is asking and what they may do. */
export { type AccessChange, announceAccessChange, onAccessChanged } from "./access-changes";
export { type Actor, type ActorRef, actorRef, can, systemActor } from "./actor";
export { authenticate, authenticateHeaders, stillThere } from "./authenticate";
export { authErrors } from "./errors";
export { type Permission, permissions, permissionsOf, type Role, roles } from "./permissions";
