/** Inbound HTTP: how a route handler is made, and the shapes every answer has. */
export { admit } from "./admission";
export { type Reply, reply } from "./answer";
export { isLocalCaller } from "./caller";
export type { Allow, AnyDeclaration, HandlerContext, RouteDeclaration, RouteHandler } from "./declaration";
export { httpErrors } from "./errors";
export { countedList, decodeCursor, encodeCursor, list, listQuery } from "./list";
export { type Problem, problemSchema } from "./problem";
export {
  openWindows,
  rateLimitTable,
  rateLimitTableSchema,
  rateLimitWindowSchema,
  resetWindow,
} from "./rate-limit-windows";
export { route } from "./route";
