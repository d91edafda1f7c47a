/** The simulated Epic with one integration of ours, for tests. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair } from "jose";
import { fetch } from "undici";
import { z } from "zod";
import { newId } from "@/lib/platform/ids";
import { openInstallation, setEnvironment } from "@/lib/platform/testing/installation";
import type { SandboxOptions } from "@/sandbox";
import type { Fault } from "@/sandbox/framework/faults";
import { startEagerSandbox } from "@/sandbox/testing/eager-sandbox";
import type { ConnectorContext, Entity, SigningKey } from "../../contract";
import type { VendorBench } from "../../testing/contract";
import { epic } from "..";
import { type EpicConfig, epicConfig } from "../config";
import { epicTypes } from "../entities";

export interface EpicBench extends VendorBench {
  context(config?: Partial<EpicConfig>): ConnectorContext<EpicConfig>;
  /** Adds a resource, or the text of one, as Epic's own users would; answers its id. */
  add(type: string, resource: object | string): Promise<string>;
  change(type: string, id: string, resource: object): Promise<void>;
  remove(type: string, id: string): Promise<void>;
  merge(id: string, into: string): Promise<void>;
  /** Paths asked since the bench began, oldest first. */
  requests(): Promise<{ method: string; path: string }[]>;
}

const vendorList = z.array(z.object({ vendor: z.string(), credentials: z.record(z.string(), z.string()) }));
const heldPage = z.object({ total: z.number(), items: z.array(z.looseObject({ id: z.string() })) });
const requestLog = z.object({ items: z.array(z.object({ method: z.string(), path: z.string() })) });
const added = z.object({ id: z.string() });

const typeOf = (entity: Entity) => epicTypes.find((typed) => typed.entity === entity)?.type ?? entity;

async function signingKey(): Promise<{ key: SigningKey; jwk: object }> {
  const pair = await generateKeyPair("RS384");
  const key: SigningKey = { keyId: "bench-key", algorithm: "RS384", privateKey: pair.privateKey };
  return { key, jwk: { ...(await exportJWK(pair.publicKey)), kid: key.keyId, alg: "RS384", use: "sig" } };
}

/** The sandbox's own doors, over HTTP as anyone uses them. */
function doorsOf(url: string) {
  const send = async (method: string, path: string, body?: object | string) => {
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: typeof body === "object" ? JSON.stringify(body) : body,
    });
    if (!reply.ok) throw new Error(`the sandbox answered ${reply.status} to ${method} ${path}`);
    return reply.status === 204 ? undefined : reply.json();
  };
  return {
    send,
    async ids(type: string): Promise<string[]> {
      const ids: string[] = [];
      for (let total = 1; ids.length < total; ) {
        const page = heldPage.parse(await send("GET", `/_data/epic/${type}?offset=${ids.length}&limit=1000`));
        ids.push(...page.items.map(({ id }) => id));
        total = page.total;
      }
      return ids.sort();
    },
  };
}

/** Starts everything; exports are ready at once and may be repeated unless `options` say otherwise. */
export async function openEpicBench(options: SandboxOptions = {}): Promise<EpicBench> {
  const installation = await openInstallation();
  const spool = await mkdtemp(join(tmpdir(), "carelane-spool-"));
  setEnvironment({ SPOOL_DIR: spool, OUTBOUND_ALLOW: "127.0.0.1", JOB_BACKOFF_MS: "20" });
  const organizationId = await installation.addOrganization();
  const sandbox = await startEagerSandbox(options);
  const doors = doorsOf(sandbox.url);
  const [vendor] = vendorList
    .parse(await doors.send("GET", "/_vendors"))
    .filter((one) => one.vendor === "epic");
  const settings = epicConfig.parse(vendor?.credentials);
  const { key, jwk } = await signingKey();
  await doors.send("POST", "/_clients", {
    vendor: "epic",
    clientId: settings.clientId,
    jwks: { keys: [jwk] },
  });
  const requests = async () =>
    requestLog.parse(await doors.send("GET", "/_requests?vendor=epic&limit=1000")).items;
  const context = (config: Partial<EpicConfig> = {}): ConnectorContext<EpicConfig> => ({
    integrationId: newId(),
    organizationId,
    access: epicTypes.map(({ entity }) => ({ entity, direction: "bidirectional" })),
    config: { ...settings, ...config },
    signingKey: async () => key,
  });
  return {
    connector: epic,
    entities: epicTypes.map(({ entity }) => entity),
    paths: { data: "/BulkRequest/", signIn: "/oauth2/token" },
    context,
    strangerContext: () => context({ clientId: "nobody-knows-this-client" }),
    truth: (entity) => doors.ids(typeOf(entity)),
    fault: async (fault: Fault) => void (await doors.send("POST", "/_faults", { vendor: "epic", ...fault })),
    clearFaults: async () => void (await doors.send("DELETE", "/_faults")),
    requests,
    calls: async (path) => (await requests()).filter((request) => request.path.includes(path)).length,
    add: async (type, resource) => added.parse(await doors.send("POST", `/_data/epic/${type}`, resource)).id,
    change: async (type, id, resource) =>
      void (await doors.send("PUT", `/_data/epic/${type}/${id}`, resource)),
    remove: async (type, id) => void (await doors.send("DELETE", `/_data/epic/${type}/${id}`)),
    merge: async (id, into) => void (await doors.send("POST", `/_data/epic/Patient/${id}/_merge`, { into })),
    async close() {
      await sandbox.close();
      await installation.close();
      await rm(spool, { recursive: true, force: true });
    },
  };
}
