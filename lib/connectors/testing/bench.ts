/** A simulated vendor with integrations of ours, for tests of its connector. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair } from "jose";
import { newId } from "@/lib/platform/ids";
import { openInstallation, setEnvironment } from "@/lib/platform/testing/installation";
import type { SandboxOptions } from "@/sandbox";
import { startEagerSandbox } from "@/sandbox/testing/eager-sandbox";
import { type Connector, type ConnectorContext, type Entity, isShown, type SigningKey } from "../contract";
import { SimulatedVendor } from "./simulated-vendor";

/** What a bench has to know of a vendor. */
interface BenchedVendor<Config> {
  readonly connector: Connector<Config>;
  /** Part of the path of the file or page that carries an entity's data, and of the sign-in. */
  readonly paths: { readonly data: string; readonly signIn: string };
  /** Settings that the vendor does not know, in place of the right ones. */
  readonly stranger: Partial<Config>;
}

/** One vendor, alive for a test. */
export interface VendorBench<Config = unknown> extends Omit<BenchedVendor<Config>, "stranger"> {
  readonly vendor: SimulatedVendor;
  readonly entities: readonly Entity[];
  /** A fresh integration with the right credentials: no breaker, token or spool of an earlier test. */
  context(config?: Partial<Config>): ConnectorContext<Config>;
  /** The same with credentials the vendor does not know. */
  strangerContext(): ConnectorContext<Config>;
  /** The ids the vendor truly holds, in order. */
  truth(entity: Entity): Promise<string[]>;
  close(): Promise<void>;
}

async function makeSigningKey(): Promise<{ key: SigningKey; jwk: object }> {
  const pair = await generateKeyPair("RS384");
  const key: SigningKey = { keyId: "bench-key", algorithm: "RS384", privateKey: pair.privateKey };
  return { key, jwk: { ...(await exportJWK(pair.publicKey)), kid: key.keyId, alg: "RS384", use: "sig" } };
}

/** Our key, which the vendor knows; undefined for connectors that sign nothing. */
async function registerKey({ needsSigningKey }: Connector, vendor: SimulatedVendor, clientId = "") {
  if (!needsSigningKey) return undefined;
  const { key, jwk } = await makeSigningKey();
  await vendor.register(clientId, { jwks: { keys: [jwk] } });
  return async () => key;
}

/** Starts everything; exports are ready at once and may be repeated unless `options` say otherwise. */
export async function openVendorBench<Config>(
  { connector, paths, stranger }: BenchedVendor<Config>,
  options: SandboxOptions = {},
): Promise<VendorBench<Config>> {
  const installation = await openInstallation();
  const spool = await mkdtemp(join(tmpdir(), "carelane-spool-"));
  setEnvironment({ SPOOL_DIR: spool, OUTBOUND_ALLOW: "127.0.0.1", JOB_BACKOFF_MS: "20" });
  const organizationId = await installation.addOrganization();
  const sandbox = await startEagerSandbox(options);
  const vendor = new SimulatedVendor(sandbox.url, connector.id);
  const credentials = await vendor.credentials();
  const settings = connector.config.parse(credentials);
  const signingKey = await registerKey(connector, vendor, credentials.clientId);
  const entities = Object.values(connector.entities)
    .filter(isShown)
    .map(({ entity }) => entity);
  const context = (config: Partial<Config> = {}): ConnectorContext<Config> => ({
    integrationId: newId(),
    organizationId,
    access: entities.map((entity) => ({ entity, direction: "bidirectional" })),
    config: { ...settings, ...config },
    signingKey,
  });
  return {
    connector,
    vendor,
    entities,
    paths,
    context,
    strangerContext: () => context(stranger),
    truth: async (entity) => {
      const type = connector.entities[entity]?.remoteEntity ?? entity;
      return (await vendor.held(type)).map(({ id }) => id).sort();
    },
    async close() {
      await sandbox.close();
      await installation.close();
      await rm(spool, { recursive: true, force: true });
    },
  };
}
