/**
 * Serves this build beside an OpenID Connect provider that nobody here wrote, over one database of its own. Prints
 * both addresses as one JSON line; ends with its parent's SIGTERM. At the provider everybody is who they say they
 * are, and those whose name begins with «unverified» have an address that nobody checked.
 */
import { createServer, Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import Provider from "oidc-provider";
import { createOrganization } from "@/lib/auth";
import { openFrontDoor, openLane } from "@/lib/http/lane";
import { withSystem } from "@/lib/platform/db";
import { randomToken } from "@/lib/platform/ids";
import { freePort } from "@/scripts/services/ports";
import { startServices } from "./services";

const clientId = "carelane";
const clientSecret = randomToken(32);

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
}

function openProvider(issuer: string, hubUrl: string): Provider {
  return new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${hubUrl}/api/auth/callback/oidc`],
      },
    ],
    claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
    cookies: { keys: [randomToken(32)] },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, name: sub, email: sub, email_verified: !sub.startsWith("unverified") }),
    }),
  });
}

/** Three people whom an admin added, one of them disabled since. */
async function addPeople(): Promise<void> {
  for (const email of ["mara@north.example", "unverified@south.example", "gone@west.example"]) {
    const [name = "", place = ""] = email.split(/[@.]/);
    await createOrganization({
      code: place,
      name: place,
      timeZone: "UTC",
      admin: { email, name, password: randomToken(15) },
    });
  }
  await withSystem("seed", (tx) =>
    tx.execute("update users set disabled_at = now() where email = 'gone@west.example'"),
  );
}

async function serveHub(port: number): Promise<void> {
  const app = next({ dev: false, hostname: "127.0.0.1", port, httpServer: new Server() });
  const [lane] = await Promise.all([openLane("app"), app.prepare()]);
  const door = openFrontDoor(
    {
      lane: getRequestListener((request) => lane.handle(request), { overrideGlobalObjects: false }),
      next: app.getRequestHandler(),
      upgradeLive: (_request, socket) => socket.destroy(),
    },
    { development: false, https: false, trustedProxies: [] },
  );
  await listen(createServer(door.onRequest), port);
}

const [hubPort, providerPort] = [await freePort(), await freePort()];
const [hubUrl, issuer] = [`http://127.0.0.1:${hubPort}`, `http://127.0.0.1:${providerPort}`];
await startServices({
  NEXTAUTH_URL: hubUrl,
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: clientId,
  OIDC_CLIENT_SECRET: clientSecret,
  OIDC_NAME: "North Clinic",
});
await addPeople();
await listen(createServer(openProvider(issuer, hubUrl).callback()), providerPort);
await serveHub(hubPort);
process.stdout.write(`\n${JSON.stringify({ hubUrl, issuer })}\n`);
