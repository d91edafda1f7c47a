import { expect, test } from "@playwright/test";
import { z } from "zod";
import { type Program, startProgram } from "./stage/program";
import { uniqueWord } from "./stage/unique-word";

const servedSchema = z.object({
  straight: z.url(),
  throughNext: z.url(),
  callers: z.record(z.string(), z.record(z.string(), z.string())),
  operations: z.array(z.object({ method: z.string(), template: z.string() })),
});

let program: Program<z.infer<typeof servedSchema>>;
let served: z.infer<typeof servedSchema>;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  program = await startProgram("e2e/scripts/serve-both-ways.ts", servedSchema);
  served = program.told;
});

test.afterAll(() => program.stop());

/** Headers that mean something to a client; Next adds some of its own about caching and encoding. */
const headersOfMeaning = [
  "content-type",
  "cache-control",
  "content-security-policy",
  "etag",
  "location",
  "referrer-policy",
  "www-authenticate",
  "x-content-type-options",
  "ratelimit-limit",
];

/** What differs from one request to the next, wherever it is sent. */
function withoutChance(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<id>")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
    .replace(/"(ticket|key)":"[^"]+"/g, '"$1":"<secret>"')
    .replace(/"(used|remaining)":\d+/g, '"$1":"<count>"');
}

async function ask(base: string, method: string, path: string, headers: Record<string, string>) {
  const body = ["POST", "PUT", "PATCH"].includes(method) ? "{}" : undefined;
  const response = await fetch(base + path, {
    method,
    body,
    redirect: "manual",
    headers: { ...headers, ...(body && { "content-type": "application/json" }) },
  });
  const text = await response.text();
  const told = headersOfMeaning.map((name) => [name, withoutChance(response.headers.get(name) ?? "")]);
  const allowed = response.headers.get("allow")?.split(/, */).sort();
  return { status: response.status, headers: Object.fromEntries(told), allowed, text: withoutChance(text) };
}

/** Metrics count what was asked before, and an installation without a worker tells when it last heard of one. */
const alwaysDifferent = new Set(["/api/metrics"]);

test("every route answers the same straight and through Next, to every kind of caller", async () => {
  test.setTimeout(180_000);
  const id = "01a1fc00-0000-7000-8000-000000000000";
  for (const { method, template } of served.operations) {
    if (alwaysDifferent.has(template)) continue;
    const path = template.replace(/\[+(?:\.\.\.)?\w+\]+/g, id);
    for (const [caller, headers] of Object.entries(served.callers)) {
      const straight = await ask(served.straight, method, path, headers);
      const throughNext = await ask(served.throughNext, method, path, headers);
      expect({ caller, method, path, ...straight }).toEqual({ caller, method, path, ...throughNext });
    }
  }
});

test("HEAD, OPTIONS, other methods and odd slashes are answered alike", async () => {
  const headers = served.callers.key ?? {};
  for (const [method, path] of [
    ["HEAD", "/api/me"],
    ["OPTIONS", "/api/me"],
    ["OPTIONS", "/api/users"],
    ["DELETE", "/api/me"],
    ["GET", "/api/me/"],
    ["GET", "/api//me"],
    ["GET", "/api/me/?a=1"],
  ] as const) {
    const straight = await ask(served.straight, method, path, headers);
    const throughNext = await ask(served.throughNext, method, path, headers);
    expect({ method, path, status: straight.status }).toEqual({ method, path, status: throughNext.status });
    expect(straight.headers.location).toBe(throughNext.headers.location);
    if (method === "OPTIONS") expect(straight.allowed).toEqual(throughNext.allowed);
  }
});

test("a body above the limit is refused alike, declared or streamed", async () => {
  const tooLong = JSON.stringify({ name: "x".repeat(2_000_000), scopes: ["sync:read"] });
  const headers = { ...served.callers.key, "content-type": "application/json" };
  for (const base of [served.straight, served.throughNext]) {
    for (const body of [tooLong, new Blob([tooLong]).stream()]) {
      const init = { method: "POST", headers, body, duplex: "half" };
      const response = await fetch(`${base}/api/api-keys`, init);
      expect(response.status).toBe(413);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(await response.json()).toMatchObject({ code: "body_too_large", owner: "caller" });
    }
  }
});

test("the client behind a trusted proxy is known by one and the same address", async () => {
  const headers = {
    ...served.callers.key,
    "content-type": "application/json",
    "x-forwarded-for": "203.0.113.9, 198.51.100.7",
  };
  for (const base of [served.straight, served.throughNext]) {
    const body = JSON.stringify({ name: uniqueWord(), scopes: ["sync:read"] });
    const created = await fetch(`${base}/api/api-keys`, { method: "POST", headers, body });
    expect(created.status).toBe(201);
    const { id } = await created.json();
    const trail = await fetch(`${base}/api/audit?recordId=${id}`, { headers });
    expect(await trail.json()).toMatchObject({ data: [{ ip: "198.51.100.7" }] });
  }
});
