/** One interaction as it is asked for and answered, be it a request of its own or an entry of a bundle. */

import type { Actor } from "@/lib/auth";
import type { FhirJson } from "@/lib/fhir";
import { broadcast } from "@/lib/platform/broadcast";
import { now } from "@/lib/platform/clock";
import { openVault, type Vault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { type RecordEntity, recordChannel, recordNews } from "@/lib/records";
import { type Grants, grantsOf } from "./grants";

export interface FhirRequest {
  readonly method: string;
  /** What follows the base, in segments: `["Patient", "17"]`. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  /** if-match, if-none-match, if-none-exist, if-modified-since, prefer, content-type. */
  readonly headers: Headers;
  /** The resource or patch that came; undefined where there is none. */
  readonly body?: unknown;
  /** The same as it came; absent for entries of bundles. */
  readonly sent?: Uint8Array;
}

export interface FhirAnswer {
  readonly status: number;
  readonly resource?: FhirJson;
  readonly etag?: string;
  readonly lastModified?: Date;
  readonly location?: string;
}

/** A record that was written, for those who look at it now. */
interface Written {
  readonly entity: RecordEntity;
  readonly id: string;
  readonly version: number;
  readonly deleted: boolean;
}

/** Who asks, in which transaction. */
export interface FhirSession {
  readonly actor: Actor;
  readonly grants: Grants;
  readonly tx: Tx;
  readonly vault: Vault;
  readonly at: Date;
  /** What was written so far. */
  readonly written: Written[];
}

/** The address that every resource of the façade begins with. */
export function baseUrl(): string {
  return `${env().NEXTAUTH_URL.replace(/\/$/, "")}/api/fhir/R4`;
}

function tell({ organizationId }: Actor, written: readonly Written[]): void {
  for (const { entity, ...record } of written) {
    broadcast({ organizationId, channel: recordChannel(entity), message: recordNews({ entity, ...record }) });
  }
}

/** The condition of If-None-Exist: a query, which may stand behind a type and a question mark. */
export function conditionIn(text: string): URLSearchParams {
  return new URLSearchParams(text.slice(text.indexOf("?") + 1));
}

/** Writers that meet on several resources in different orders are told apart by the database, and begin again. */
const retries = 3;

/** Runs `work` in a transaction of the actor's organization; open screens hear of what it wrote. */
export async function inSession<T>(actor: Actor, work: (session: FhirSession) => Promise<T>): Promise<T> {
  const vault = await openVault(actor.organizationId, "resources");
  const { value, written } = await withOrganization(
    actor,
    async (tx) => {
      const session = { actor, grants: grantsOf(actor), tx, vault, at: now(), written: [] };
      return { value: await work(session), written: session.written };
    },
    { retries },
  );
  tell(actor, written);
  return value;
}
