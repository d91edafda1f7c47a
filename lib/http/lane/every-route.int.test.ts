import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installationForTests } from "@/lib/platform/testing/hooks";
import { apiReference } from "../openapi/reference";
import { type ServedRoutes, serveRoutes } from "../testing/served-routes";
import { isRouteHandler, needsNext, openLane } from "./lane";
import { findRouteFiles } from "./route-table";

const routeFiles = (await findRouteFiles("app", "")).filter(({ template }) => !needsNext(template));
const httpMethod = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;

installationForTests();
let server: ServedRoutes;

beforeAll(async () => {
  const { operations } = await openLane("app");
  const routes: Record<string, Record<string, (typeof operations)[number]["handler"]>> = {};
  for (const { template, method, handler } of operations) {
    routes[template] = { ...routes[template], [method]: handler };
  }
  server = await serveRoutes(routes);
});

afterAll(async () => {
  await server.close();
});

describe.each(routeFiles)("$template", ({ file, template }) => {
  it("answers by handlers of route() alone, and refuses strangers unless it is declared open", async () => {
    const exported: Record<string, unknown> = await import(pathToFileURL(file).href);
    const handlers = Object.entries(exported).filter(([name]) => httpMethod.test(name));
    expect(handlers).not.toHaveLength(0);
    const address = server.url + template.replace(/\[+(?:\.\.\.)?\w+\]+/g, "x");
    for (const [method, handler] of handlers) {
      if (!isRouteHandler(handler)) throw new Error(`${method} of ${file} is not made by route()`);
      if (handler.declaration.allow === "open") continue;
      const response = await fetch(address, { method });
      expect([method, response.status]).toEqual([method, 401]);
    }
  });
});

describe("the API reference", () => {
  it("names every operation once, with what it needs and answers", () => {
    const operations = Object.values(apiReference().paths).flatMap((path) => Object.values(path));
    const ids = operations.map((operation) => Reflect.get(Object(operation), "operationId"));
    expect(new Set(ids).size).toBe(ids.length);
    for (const operation of operations) {
      expect(operation).toMatchObject({ summary: expect.any(String), tags: [expect.any(String)] });
    }
  });

  it("refers only to schemas it holds", () => {
    const text = JSON.stringify(apiReference());
    const { schemas } = Object(apiReference().components) as { schemas: Record<string, unknown> };
    const named = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(named).toContain("Problem");
    expect(named.filter((name) => !name || !(name in schemas))).toEqual([]);
    expect(text).not.toContain("#/$defs/");
  });
});
