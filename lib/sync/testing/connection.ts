/** An organization with an active Epic integration that the simulated Epic knows. */
import { type Actor, permissionsOf } from "@/lib/auth";
import type { Entity, SyncDirection } from "@/lib/connectors/contract";
import { epic } from "@/lib/connectors/epic";
import { createIntegration, readJwks } from "@/lib/integrations";
import { integrationRequestSchema } from "@/lib/integrations/schema";
import { withSystem } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import type { SimulatedEpic } from "./vendor";

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
}

/** Few enough to be quick; one points at the other. */
const usual: readonly Entity[] = ["patients", "observations"];

export async function connect(
  vendor: SimulatedEpic,
  { credentials = {}, entities = usual, direction = "pull" }: ConnectOptions = {},
): Promise<Connection> {
  const organizationId = await addOrganization();
  const actor: Actor = {
    kind: "user",
    id: newId(),
    name: "Mara Lindqvist",
    organizationId,
    permissions: new Set(permissionsOf("admin")),
  };
  // An app of its own at the vendor: sessions and export limits of two connections do not meet.
  const clientId = newId();
  const request = integrationRequestSchema.parse({
    name: "Lakeside Medical",
    provider: "epic",
    status: "active",
    syncDirection: direction,
    entityMappings: entities.flatMap((entity) => {
      const port = epic.entities[entity];
      return port
        ? [{ localEntity: entity, remoteEntity: port.remoteEntity, direction: "bidirectional" }]
        : [];
    }),
    credentials: { ...(await vendor.credentials()), clientId, ...credentials },
  });
  const { id: integrationId } = await createIntegration(actor, request);
  await vendor.register(clientId, await readJwks(integrationId));
  return { organizationId, integrationId, actor };
}
