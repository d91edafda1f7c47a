/**
 * The straight lane: /api requests go to the route handlers without Next between, which costs ten times the
 * handler itself. What Next adds of its own (HEAD, OPTIONS, 405, redirects of odd slashes) is added here.
 */
import { pathToFileURL } from "node:url";
import { requestIdOf } from "../caller";
import { methods, type Operation, type RouteHandler } from "../declaration";
import { httpErrors } from "../errors";
import { measureRequest } from "../metrics";
import { provideReference } from "../openapi/reference";
import { problemResponse } from "../problem";
import { findRouteFiles, type RouteFile, RouteTable } from "./route-table";

interface LaneRoute {
  readonly template: string;
  readonly handlers: ReadonlyMap<string, RouteHandler>;
}

interface Lane {
  readonly operations: readonly Operation[];
  handle(request: Request): Promise<Response>;
}

/** Addresses that only Next can serve: next-auth needs Next's own request. */
export function needsNext(pathname: string): boolean {
  return pathname === "/api/auth" || pathname.startsWith("/api/auth/");
}

export function isRouteHandler(value: unknown): value is RouteHandler {
  return typeof value === "function" && "declaration" in value;
}

async function loadRoute({ file, template }: RouteFile): Promise<LaneRoute> {
  const exported: Record<string, unknown> = await import(pathToFileURL(file).href);
  const handlers = new Map<string, RouteHandler>();
  for (const method of methods) {
    const handler = exported[method];
    if (isRouteHandler(handler)) handlers.set(method, handler);
  }
  return { template, handlers };
}

function allowedMethods({ handlers }: LaneRoute): string {
  const more = handlers.has("GET") ? ["HEAD", "OPTIONS"] : ["OPTIONS"];
  return [...handlers.keys(), ...more].sort().join(", ");
}

function problem(request: Request, pathname: string, error: unknown, headers: Record<string, string> = {}) {
  const requestId = requestIdOf(request.headers);
  const response = problemResponse(error, { requestId, instance: pathname });
  for (const [name, value] of Object.entries({ "x-request-id": requestId, ...headers })) {
    response.headers.set(name, value);
  }
  return response;
}

/** Next answers these with 308: doubled slashes, and a slash at the end. */
function plainPath(pathname: string): string {
  return pathname.replace(/\/{2,}/g, "/").replace(/(.)\/$/, "$1");
}

async function withoutBody(response: Response): Promise<Response> {
  await response.body?.cancel();
  return new Response(null, response);
}

async function serveRoute(route: LaneRoute, request: Request, pathname: string, params: object) {
  const { method } = request;
  if (method === "OPTIONS") {
    return new Response(null, { status: 204, headers: { allow: allowedMethods(route) } });
  }
  const handler = route.handlers.get(method === "HEAD" ? "GET" : method);
  if (!handler) {
    const allow = allowedMethods(route);
    return problem(request, pathname, httpErrors.method_not_allowed({ detail: `Use ${allow}.` }), { allow });
  }
  const response = await handler(request, { params: Promise.resolve({ ...params }) });
  return method === "HEAD" ? withoutBody(response) : response;
}

/** A lane of routes already loaded. */
export function makeLane(routes: readonly LaneRoute[]): Lane {
  const table = new RouteTable<LaneRoute>();
  for (const route of routes) table.add(route.template, route);
  return {
    operations: routes.flatMap(({ template, handlers }) =>
      methods.flatMap((method) => {
        const handler = handlers.get(method);
        return handler ? [{ method, template, handler }] : [];
      }),
    ),
    async handle(request) {
      const { pathname, search } = new URL(request.url);
      const plain = plainPath(pathname);
      if (plain !== pathname) {
        return new Response(null, { status: 308, headers: { location: `${plain}${search}` } });
      }
      const match = table.match(pathname);
      if (!match) return problem(request, pathname, httpErrors.not_found());
      return measureRequest(request.method, match.route.template, () =>
        serveRoute(match.route, request, pathname, match.params),
      );
    },
  };
}

/** Loads every route below app/api except those that only Next can serve, and provides their reference. */
export async function openLane(appFolder: string): Promise<Lane> {
  const files = await findRouteFiles(appFolder, "api");
  const own = files.filter(({ template }) => !needsNext(template));
  const lane = makeLane(await Promise.all(own.map(loadRoute)));
  provideReference(lane.operations);
  return lane;
}
