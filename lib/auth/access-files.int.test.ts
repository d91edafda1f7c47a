import { afterAll, beforeAll, expect, it } from "vitest";
import * as keysRoute from "@/app/api/api-keys/route";
import * as usersRoute from "@/app/api/users/route";
import { addPerson, type Caller } from "@/lib/http/testing/callers";
import { type ServedRoutes, serveRoutes } from "@/lib/http/testing/served-routes";
import { installationForTests } from "@/lib/platform/testing/hooks";

const installation = installationForTests();
let server: ServedRoutes;
let organizationId: string;
let admin: Caller;

beforeAll(async () => {
  organizationId = await installation.addOrganization();
  admin = await addPerson(installation, organizationId, "admin");
  server = await serveRoutes({
    "/api/users": { GET: usersRoute.GET },
    "/api/api-keys": { GET: keysRoute.GET, POST: keysRoute.POST },
  });
});
afterAll(async () => {
  await server.close();
});

function ask(path: string, init: RequestInit = {}, caller = admin): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    ...init,
    headers: { ...caller.headers, "content-type": "application/json" },
  });
}

it("people come as a file, for those who manage them alone", async () => {
  const file = await ask("/api/users?format=csv");
  expect(file.headers.get("content-disposition")).toContain("users-");
  expect(await file.text()).toMatch(
    /^id,email,name,role,clinicIds,disabledAt,lastSeenAt,createdAt\r\n.+,admin,/,
  );
  const reader = await addPerson(installation, organizationId, "lab_staff");
  expect((await ask("/api/users?format=csv", {}, reader)).status).toBe(403);
});

it("keys come as a file without their secret, their names as text and not as formulas", async () => {
  const body = JSON.stringify({ name: "=1+1", scopes: ["sync:read"] });
  const { key } = await (await ask("/api/api-keys", { method: "POST", body })).json();
  const file = await (await ask("/api/api-keys?format=csv")).text();
  expect(file).toMatch(/^id,name,role,scopes,hint,createdAt,expiresAt,lastUsedAt\r\n/);
  expect(file).toContain(`"'=1+1"`);
  expect(file).not.toContain(key);
});
