/**
 * What a process has one of: pools, connections, caches, registries. In the web process this library is
 * loaded twice (by the server and by the page bundles); both copies meet in this one place.
 */
const key = Symbol.for("carelane");

type Container = Map<string, unknown>;

function container(): Container {
  const scope = globalThis as typeof globalThis & { [key]?: Container };
  scope[key] ??= new Map();
  return scope[key];
}

/** The process's one `name`, made by `make` at the first call. */
export function shared<T>(name: string, make: () => T): T {
  const things = container();
  if (!things.has(name)) things.set(name, make());
  return things.get(name) as T;
}

/** Forgets `name`, so that the next `shared` makes it anew; answers what was there. */
export function forget<T>(name: string): T | undefined {
  const things = container();
  const thing = things.get(name) as T | undefined;
  things.delete(name);
  return thing;
}
