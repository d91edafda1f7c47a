/** Inbound HTTP: how a route handler is made, and the shapes every answer has. */
export { admit } from "./admission";
export { reply } from "./answer";
export { readBytes } from "./body";
export { isCrossOrigin, isLocalCaller } from "./caller";
export type { RouteHandler } from "./declaration";
export { namesState } from "./entity-tag";
export { prometheusText, readiness, readinessSchema } from "./health";
export { answerPage, decodeCursor, encodeCursor, listQuery } from "./list";
export { apiReference } from "./openapi/reference";
export {
  openWindows,
  rateLimitTable,
  rateLimitTableSchema,
  rateLimitWindowSchema,
  resetWindow,
} from "./rate-limit-windows";
export { assertRateLimitsKnown } from "./rate-limits";
export { type RouteEdge, route, routesBehind } from "./route";
export { countedList, list } from "./schema";
