import { expect, it } from "vitest";
import { RouteTable } from "./route-table";

const templates = [
  "/api/jobs",
  "/api/jobs/[id]",
  "/api/jobs/statistics",
  "/api/jobs/[id]/errors",
  "/api/[area]/[id]/history",
  "/api/files/[...path]",
  "/api/opt/[[...path]]",
  "/api/(admin)/users",
];

const table = new RouteTable<string>();
for (const template of templates) table.add(template, template);

it.each([
  ["/api/jobs", "/api/jobs", {}],
  ["/api/jobs/7", "/api/jobs/[id]", { id: "7" }],
  ["/api/jobs/statistics", "/api/jobs/statistics", {}],
  ["/api/jobs/statistics/errors", "/api/jobs/[id]/errors", { id: "statistics" }],
  ["/api/jobs/7/history", "/api/[area]/[id]/history", { area: "jobs", id: "7" }],
  ["/api/files/a/b%20c", "/api/files/[...path]", { path: ["a", "b c"] }],
  ["/api/opt", "/api/opt/[[...path]]", {}],
  ["/api/opt/x", "/api/opt/[[...path]]", { path: ["x"] }],
  ["/api/users", "/api/(admin)/users", {}],
])("serves %s by %s", (path, template, params) => {
  expect(table.match(path)).toEqual({ route: template, params });
});

it.each(["/api", "/api/jobs/7/none", "/api/files", "/api/jobs/%E0%A4%A", "/api/(admin)/users"])(
  "knows no route for %s",
  (path) => {
    expect(table.match(path)).toBeUndefined();
  },
);
