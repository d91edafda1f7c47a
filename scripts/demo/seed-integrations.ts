/** Connects the demo's lab to every simulated EHR, as an administrator would: sealed credentials, registered keys. */
import { z } from "zod";
import type { Actor } from "@/lib/auth";
import { createIntegration, updateIntegration } from "@/lib/integrations";
import { integrationRequestSchema } from "@/lib/integrations/schema";
import { withOrganization } from "@/lib/platform/db";

interface Places {
  readonly baseUrl: string;
  readonly sandboxUrl: string;
}

const vendorsSchema = z.array(
  z.object({ vendor: z.string(), name: z.string(), credentials: z.record(z.string(), z.string()) }),
);
type Vendor = z.infer<typeof vendorsSchema>[number];

/** Invented clinics, by the system they use. The last one made is the first that people see. */
const clinics = {
  "fhir-r4": "Harborview Imaging",
  eclinicalworks: "Millrace Family Practice",
  athenahealth: "Summit Pediatrics",
  nextgen: "Oakfield Orthopedics",
  veradigm: "Cedar Grove Clinic",
  meditech: "St. Brendan Hospital",
  cerner: "Riverbend Health",
  epic: "Lakeside Medical",
} as const;

async function playedVendors({ sandboxUrl }: Places): Promise<ReadonlyMap<string, Vendor>> {
  const vendors = vendorsSchema.parse(await (await fetch(`${sandboxUrl}/_vendors`)).json());
  return new Map(vendors.map((vendor) => [vendor.vendor, vendor]));
}

/** The simulator learns where our public keys are, as a customer's EHR does at registration. */
async function registerKeys(places: Places, { vendor, credentials }: Vendor, integrationId: string) {
  const jwksUrl = `${places.baseUrl}/api/integrations/${integrationId}/jwks.json`;
  const answer = await fetch(`${places.sandboxUrl}/_clients`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ vendor, clientId: credentials.clientId ?? "", jwksUrl }),
  });
  if (!answer.ok) throw new Error(`The simulated ${vendor} refused our keys: ${answer.status}`);
}

/** Takes the messages of whoever connects to the demo's MLLP port. */
const anySender = {
  vendor: "hl7v2",
  name: "Interface engine",
  credentials: { sendingApplication: "*", sendingFacility: "*" },
};

async function seedIntegration(actor: Actor, name: string, { vendor, credentials }: Vendor): Promise<string> {
  const existing = await withOrganization(actor, (tx) =>
    tx.one<{ id: string }>("select id from integrations where name = $1", [name]),
  );
  const settings = { credentials, status: "active", syncEnabled: true } as const;
  const { id } = existing
    ? await updateIntegration(actor, existing.id, settings)
    : await createIntegration(actor, integrationRequestSchema.parse({ name, provider: vendor, ...settings }));
  return id;
}

/** Answers the ids by vendor. Addresses that changed since the last start are put right. */
export async function seedIntegrations(actor: Actor, places: Places): Promise<Record<string, string>> {
  const vendors = await playedVendors(places);
  const ids: Record<string, string> = { hl7v2: await seedIntegration(actor, anySender.name, anySender) };
  for (const [id, name] of Object.entries(clinics)) {
    const vendor = vendors.get(id);
    if (!vendor) throw new Error(`There is no simulated ${id}.`);
    ids[id] = await seedIntegration(actor, name, vendor);
    await registerKeys(places, vendor, ids[id]);
  }
  return ids;
}
