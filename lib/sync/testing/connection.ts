/** An organization with an active Epic integration that the simulated Epic knows. */
import { type Actor, permissionsOf } from "@/lib/auth";
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

/** `credentials` replace what the vendor's form wants, one by one. */
export async function connect(
  vendor: SimulatedEpic,
  credentials: Readonly<Record<string, string>> = {},
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
    credentials: { ...(await vendor.credentials()), clientId, ...credentials },
  });
  const { id: integrationId } = await createIntegration(actor, request);
  await vendor.register(clientId, await readJwks(integrationId));
  return { organizationId, integrationId, actor };
}
