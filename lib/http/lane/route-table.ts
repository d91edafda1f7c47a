/**
 * Which route file serves a path, as Next decides it: static segments before [x] before [...x], segment by
 * segment. Built from the same app/api folder, so that both ways of serving agree.
 */
import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";

interface RouteMatch<Route> {
  readonly route: Route;
  readonly params: Readonly<Record<string, string | string[]>>;
}

interface Branch<Route> {
  route?: Route;
  readonly fixed: Map<string, Branch<Route>>;
  one?: { readonly name: string; readonly branch: Branch<Route> };
  rest?: { readonly name: string; readonly route: Route; readonly optional: boolean };
}

function newBranch<Route>(): Branch<Route> {
  return { fixed: new Map() };
}

const catchAll = /^\[(\[)?\.\.\.(\w+)\]\]?$/;
const dynamic = /^\[(\w+)\]$/;

/** Segments of a file's address; route groups such as (admin) leave no trace in it. */
function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "" && !/^\(.*\)$/.test(segment));
}

function decoded(segments: readonly string[]): string[] | undefined {
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

type Found<Route> = { route: Route; params: Record<string, string | string[]> } | undefined;

export class RouteTable<Route> {
  private readonly root = newBranch<Route>();

  /** Adds a route under its template, such as /api/sync/jobs/[id]. */
  add(template: string, route: Route): void {
    let branch = this.root;
    for (const segment of segmentsOf(template)) {
      const rest = catchAll.exec(segment);
      if (rest?.[2]) {
        branch.rest = { name: rest[2], route, optional: rest[1] !== undefined };
        return;
      }
      branch = this.step(branch, segment);
    }
    branch.route = route;
  }

  private step(branch: Branch<Route>, segment: string): Branch<Route> {
    const name = dynamic.exec(segment)?.[1];
    if (name) {
      branch.one ??= { name, branch: newBranch() };
      return branch.one.branch;
    }
    const known = branch.fixed.get(segment) ?? newBranch<Route>();
    branch.fixed.set(segment, known);
    return known;
  }

  /** The route of a path with its decoded parameters; undefined when there is none. */
  match(pathname: string): RouteMatch<Route> | undefined {
    const segments = decoded(pathname.split("/").filter(Boolean));
    return segments && this.find(this.root, segments);
  }

  private find(branch: Branch<Route>, segments: readonly string[]): Found<Route> {
    const [segment, ...left] = segments;
    if (segment === undefined) {
      if (branch.route !== undefined) return { route: branch.route, params: {} };
      return branch.rest?.optional ? { route: branch.rest.route, params: {} } : undefined;
    }
    const fixed = branch.fixed.get(segment);
    const straight = fixed && this.find(fixed, left);
    if (straight) return straight;
    const inner = branch.one && this.find(branch.one.branch, left);
    if (branch.one && inner) {
      return { route: inner.route, params: { ...inner.params, [branch.one.name]: segment } };
    }
    return branch.rest && { route: branch.rest.route, params: { [branch.rest.name]: [...segments] } };
  }
}

export interface RouteFile {
  readonly file: string;
  /** Its address with parameters in brackets: /api/sync/jobs/[id]. */
  readonly template: string;
}

/** Every route file of a folder below `app`; folders that begin with _ are private, as in Next. */
export async function findRouteFiles(appFolder: string, below: string): Promise<RouteFile[]> {
  const entries = await readdir(join(appFolder, below), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name === "route.ts")
    .map((entry) => ({
      file: join(entry.parentPath, entry.name),
      folder: relative(appFolder, entry.parentPath).split(sep),
    }))
    .filter(({ folder }) => !folder.some((segment) => segment.startsWith("_")))
    .map(({ file, folder }) => ({ file, template: `/${segmentsOf(folder.join("/")).join("/")}` }))
    .sort((a, b) => (a.template < b.template ? -1 : 1));
}
