/**
 * The doors to the database; there is no other way to a connection. Each transaction takes a role without
 * rights of its own and, for an organization, the ids that row-level security compares with.
 */
import { z } from "zod";
import { idSchema } from "../ids";
import { dbErrors } from "./errors";
import { pool } from "./pool";
import { inTransaction, type Tx } from "./transaction";

/** Whose rows may be seen: one organization's, and of it only some clinics' when `clinicIds` is given. */
export interface Scope {
  readonly organizationId: string;
  /** Present for clinic staff and drivers: rows that belong to none of these clinics stay hidden. */
  readonly clinicIds?: readonly string[] | null;
}

/** Why code acts outside one organization; each purpose is granted table by table in the migrations. */
type SystemPurpose =
  | "sign-in"
  | "key look-up"
  | "inbound"
  | "relay"
  | "scheduler"
  | "reconciler"
  | "sealer"
  | "retention"
  | "vault"
  | "health"
  | "seed";

interface DoorOptions {
  /** How often a deadlock or serialization failure runs the work again; 0 unless told. */
  readonly retries?: number;
  /** Longest time one statement may take, in milliseconds. */
  readonly statementTimeoutMs?: number;
  /**
   * The work looks rows up by key only. Keeps the planner to indexes: tables that fill while a job runs have
   * statistics of when they were empty, and a plan made from those reads them whole for every page.
   */
  readonly byKeyOnly?: boolean;
}

/** What a scope must be before it is written into a statement. */
export const scopeSchema = z.object({
  organizationId: idSchema,
  clinicIds: z.array(idSchema).nullish(),
});

const keyedPlans =
  "set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off; ";

// Settings ride in the BEGIN's own message. Ids are checked before they are written into it. Servers built with LLVM
// compile what looks dear, as a plan kept to indexes always does, which takes far longer than our short statements.
function beginAs(role: "carelane_app" | "carelane_system", settings: string, options: DoorOptions): string {
  const timeoutMs = Math.trunc(options.statementTimeoutMs ?? 30_000);
  return (
    `begin; set local role ${role}; set local timezone = 'UTC'; set local jit = off; set local statement_timeout = ${timeoutMs}; ` +
    `set local idle_in_transaction_session_timeout = 60000; ${options.byKeyOnly ? keyedPlans : ""}${settings}`
  );
}

/** The statement that opens an organization's transaction. */
function beginForOrganization(scope: Scope, options: DoorOptions = {}): string {
  const { organizationId, clinicIds } = scopeSchema.parse(scope);
  const clinics = clinicIds
    ? `set local app.clinics = '{${clinicIds.join(",")}}'`
    : "set local app.clinics = ''";
  return beginAs("carelane_app", `set local app.org = '${organizationId}'; ${clinics}`, options);
}

/** Runs `work` with the rows of one organization, and of the actor's clinics where the actor has such a scope. */
export function withOrganization<T>(
  scope: Scope,
  work: (tx: Tx) => Promise<T>,
  options: DoorOptions = {},
): Promise<T> {
  return inTransaction(beginForOrganization(scope, options), work, options.retries);
}

/** Runs `work` across organizations, for the few purposes that need it. */
export function withSystem<T>(
  _purpose: SystemPurpose,
  work: (tx: Tx) => Promise<T>,
  options: DoorOptions = {},
): Promise<T> {
  return inTransaction(beginAs("carelane_system", "set local app.org = ''", options), work, options.retries);
}

/**
 * Refuses a login under which row-level security would not hold: one whose roles are superusers, bypass
 * policies or own a table. Called when a process starts.
 */
export async function assertDoorsHold(): Promise<void> {
  const { rows } = await pool().query<{ role: string; why: string }>(`
    select r.rolname as role,
           case when r.rolsuper then 'is a superuser'
                when r.rolbypassrls then 'bypasses row-level security'
                else 'owns tables' end as why
      from pg_roles r
     where r.rolname in ('carelane_app', 'carelane_system')
       and (r.rolsuper or r.rolbypassrls or exists (select 1 from pg_class c where c.relowner = r.oid))`);
  const [bad] = rows;
  if (bad) {
    throw dbErrors.door_unsafe({
      detail: `The role ${bad.role} ${bad.why}. Take that right away and start again.`,
    });
  }
}
