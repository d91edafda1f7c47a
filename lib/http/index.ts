/** Inbound HTTP: how a route handler is made, and the shapes every answer has. */
export { admit } from "./admission";
export { type Reply, reply } from "./answer";
export { readBytes } from "./body";
export { isCrossOrigin, isLocalCaller, peerAddress, requestIdOf } from "./caller";
export type { Allow, AnyDeclaration, HandlerContext, RouteDeclaration, RouteHandler } from "./declaration";
export { httpErrors } from "./errors";
export { prometheusText, readiness, readinessSchema } from "./health";
export { countedList, decodeCursor, encodeCursor, list, listQuery } from "./list";
export { apiReference } from "./openapi/reference";
export { type Problem, problemResponse, problemSchema } from "./problem";
export {
  openWindows,
  rateLimitTable,
  rateLimitTableSchema,
  rateLimitWindowSchema,
  resetWindow,
} from "./rate-limit-windows";
export { assertRateLimitsKnown, assertWithinLimit, limitHeaders, takeRequest } from "./rate-limits";
export { route } from "./route";
