/** An organization with an active integration that its simulated vendor knows. */
import type { Actor } from "@/lib/auth";
import { adminOf } from "@/lib/auth/testing/actors";
import type { Connector, Entity, SyncDirection } from "@/lib/connectors/contract";
import { connectorById } from "@/lib/connectors/registry";
import type { SimulatedVendor } from "@/lib/connectors/testing/simulated-vendor";
import { createIntegration, readJwks } from "@/lib/integrations";
import { integrationRequestSchema } from "@/lib/integrations/schema";
import { withSystem } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";

export interface Connection {
  readonly organizationId: string;
  readonly integrationId: string;
  /** An admin of the organization. */
  readonly actor: Actor;
}

async function addOrganization(): Promise<string> {
  const id = newId();
  await withSystem("seed", (tx) =>
    tx.execute("insert into organizations (id, code, name) values ($1, $2, 'Northgate')", [id, `ORG-${id}`]),
  );
  return id;
}

/** How a test connects; the two entities of `usual` unless it says otherwise. */
export interface ConnectOptions {
  /** Replace what the vendor's form wants, one by one. */
  readonly credentials?: Readonly<Record<string, string>>;
  readonly entities?: readonly Entity[];
  readonly direction?: SyncDirection;
  /** Entities that go out alone, whatever the vendor has. */
  readonly outbound?: readonly Entity[];
  /** Another connection, of whose organization this one is to be. */
  readonly beside?: Connection;
}

/** Few enough to be quick; one points at the other. */
const usual: readonly Entity[] = ["patients", "observations"];

/** The settings of an app of the connection's own at the vendor, where the vendor lets its key be registered. */
async function credentialsAt(vendor: SimulatedVendor): Promise<Record<string, string>> {
  const offered = await vendor.credentials();
  // Sessions and export limits of two connections do not meet; a secret belongs to the one app it was given for.
  return offered.clientSecret === undefined ? { ...offered, clientId: newId() } : offered;
}

function mappingsOf(connector: Connector, entities: readonly Entity[], outbound: readonly Entity[]) {
  return entities.flatMap((entity) => {
    const port = connector.entities[entity];
    const widest = port?.directions.includes("bidirectional") ? "bidirectional" : port?.directions[0];
    const direction = outbound.includes(entity) ? "push" : widest;
    return port ? [{ localEntity: entity, remoteEntity: port.remoteEntity, direction }] : [];
  });
}

export async function connect(
  vendor: SimulatedVendor,
  {
    credentials: chosen = {},
    entities = usual,
    direction = "pull",
    outbound = [],
    beside,
  }: ConnectOptions = {},
): Promise<Connection> {
  const connector = connectorById(vendor.id);
  if (!connector) throw new Error(`No connector is for ${vendor.id}.`);
  const organizationId = beside?.organizationId ?? (await addOrganization());
  const actor = adminOf(organizationId);
  const credentials = { ...(await credentialsAt(vendor)), ...chosen };
  const request = integrationRequestSchema.parse({
    name: beside ? "Lakeside Hospital" : "Lakeside Medical",
    provider: connector.id,
    status: "active",
    syncDirection: direction,
    entityMappings: mappingsOf(connector, entities, outbound),
    credentials,
  });
  const { id: integrationId } = await createIntegration(actor, request);
  if (connector.needsSigningKey)
    await vendor.register(credentials.clientId ?? "", { jwks: await readJwks(integrationId) });
  return { organizationId, integrationId, actor };
}
