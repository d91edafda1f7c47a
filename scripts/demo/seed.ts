/**
 * Fills a database with the demo: an invented lab, one person per role, an API key, an integration for each simulated
 * EHR, and a first sync of Epic's patients. Safe to run again: what is there is kept, addresses that changed are put right.
 * Reads its input as JSON from standard input and answers the content of demo.json on standard output.
 */
import { text } from "node:stream/consumers";
import { z } from "zod";
import { type Actor, hashPassword, permissionsOf } from "@/lib/auth";
import { apiKeyHash } from "@/lib/auth/api-key-look-up";
import { type Tx, withSystem } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { listSyncJobs, startSyncJob } from "@/lib/sync";
import { seedIntegrations } from "./seed-integrations";

const demoRoles = ["admin", "lab_staff", "clinic_staff", "dispatcher", "driver"] as const;

const inputSchema = z.object({
  baseUrl: z.url(),
  sandboxUrl: z.url(),
  mllp: z.object({ host: z.string(), port: z.int() }),
  passwords: z.record(z.enum(demoRoles), z.string()),
  apiKey: z.string(),
  webhookSecrets: z.record(z.string(), z.string()),
});
type Input = z.infer<typeof inputSchema>;

const organization = {
  code: "northgate",
  name: "Northgate Dental Lab",
  timeZone: "America/New_York",
} as const;

/** Invented people; their names say nothing of anybody. */
const people = {
  admin: "Mara Lindqvist",
  lab_staff: "Tomás Reyes",
  clinic_staff: "Ife Okonkwo",
  dispatcher: "Rosa Alvarez",
  driver: "Jonas Beck",
} as const;

function emailOf(role: (typeof demoRoles)[number]): string {
  return `${role.replace("_", "-")}@northgate.example`;
}

async function seedOrganization(tx: Tx): Promise<string> {
  await tx.execute(
    "insert into organizations (id, code, name, time_zone) values ($1, $2, $3, $4) on conflict (code) do nothing",
    [newId(), organization.code, organization.name, organization.timeZone],
  );
  const row = await tx.one<{ id: string }>("select id from organizations where code = $1", [
    organization.code,
  ]);
  if (!row) throw new Error("The demo organization is missing");
  return row.id;
}

async function seedPerson(
  tx: Tx,
  organizationId: string,
  role: (typeof demoRoles)[number],
  passwordHash: string,
): Promise<string> {
  const email = emailOf(role);
  await tx.execute(
    "insert into users (id, email, name, password_hash) values ($1, $2, $3, $4) on conflict (email) do nothing",
    [newId(), email, people[role], passwordHash],
  );
  const user = await tx.one<{ id: string }>("select id from users where email = $1", [email]);
  if (!user) throw new Error(`The demo's ${role} is missing`);
  await tx.execute(
    `insert into memberships (id, organization_id, user_id, role) values ($1, $2, $3, $4)
     on conflict (organization_id, user_id) do nothing`,
    [newId(), organizationId, user.id, role],
  );
  return user.id;
}

async function seedPeople(input: Input): Promise<Actor> {
  const hashes = await Promise.all(demoRoles.map((role) => hashPassword(input.passwords[role])));
  return withSystem("seed", async (tx) => {
    const organizationId = await seedOrganization(tx);
    const ids: string[] = [];
    for (const [n, role] of demoRoles.entries()) {
      ids.push(await seedPerson(tx, organizationId, role, hashes[n] ?? ""));
    }
    await tx.execute(
      `insert into api_keys (id, organization_id, name, hash, hint, role, scopes, created_by)
       values ($1, $2, 'Demo', $3, $4, 'admin', '{}', $5) on conflict (hash) do nothing`,
      [newId(), organizationId, apiKeyHash(input.apiKey), input.apiKey.slice(-4), ids[0]],
    );
    return {
      kind: "user",
      id: ids[0] ?? "",
      name: people.admin,
      role: "admin",
      organizationId,
      clinicIds: null,
      permissions: new Set(permissionsOf("admin")),
    };
  });
}

async function startFirstSync(actor: Actor, integrationId: string): Promise<void> {
  const { data } = await listSyncJobs(actor, { ehrConnectionId: integrationId }, 1, null);
  const running = data.some((job) => job.status === "QUEUED" || job.status === "RUNNING");
  if (!running)
    await startSyncJob(actor, { type: "FULL_SYNC", ehrConnectionId: integrationId, priority: "NORMAL" });
}

/** Seeds everything and answers the content of demo.json, but for what the supervisor alone knows. */
async function seedDemo(input: Input): Promise<object> {
  const actor = await seedPeople(input);
  const integrations = await seedIntegrations(actor, input);
  if (integrations.epic) await startFirstSync(actor, integrations.epic);
  return {
    baseUrl: input.baseUrl,
    wsUrl: `${input.baseUrl.replace(/^http/, "ws")}/ws`,
    sandboxUrl: input.sandboxUrl,
    mllp: input.mllp,
    users: demoRoles.map((role) => ({
      role,
      name: people[role],
      email: emailOf(role),
      password: input.passwords[role],
    })),
    apiKey: input.apiKey,
    integrations,
    webhookSecrets: input.webhookSecrets,
    clinicIds: [],
    labId: null,
    driverTokens: {},
  };
}

const input = inputSchema.parse(JSON.parse(await text(process.stdin)));
const content = `${JSON.stringify(await seedDemo(input), null, 2)}\n`;
// The product keeps connections open for as long as its process lives.
process.stdout.write(content, () => process.exit(0));
