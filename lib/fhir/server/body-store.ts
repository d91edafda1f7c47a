/** What clients' resources said, sealed beside the version that they wrote. */
import { z } from "zod";
import type { FhirJson } from "@/lib/fhir";
import type { Vault } from "@/lib/platform/crypto";
import { prepared } from "@/lib/platform/db";
import { parseExactly, withDigits } from "./decimals";
import type { FhirSession } from "./exchange";

/** Of a record or version `r`: the last body written up to it. */
export const latestBody = `left join lateral (
    select b.version as body_version, b.body from fhir_bodies b
     where b.record_id = r.id and b.version <= r.version order by b.version desc limit 1) b on true`;

export interface BodyRow {
  body_version: number | null;
  body: Buffer | null;
}

const json = z.record(z.string(), z.unknown());

function sealParts(recordId: string, version: number): string[] {
  return ["fhir_bodies", recordId, String(version)];
}

/** The body of a row of record `id`; undefined where no client wrote one. */
export function openBody(vault: Vault, id: string, { body, body_version }: BodyRow): FhirJson | undefined {
  if (!body || body_version === null) return undefined;
  return json.parse(parseExactly(vault.openText(body, sealParts(id, body_version))));
}

interface NewBody {
  readonly id: string;
  readonly version: number;
  readonly body: FhirJson;
}

const insertBodies = prepared(
  `insert into fhir_bodies (record_id, version, organization_id, body)
   select b.record_id, b.version, $1, b.body from unnest($2::uuid[], $3::int[], $4::bytea[]) as b(record_id, version, body)`,
);

export function keepBodies({ tx, vault, actor }: FhirSession, bodies: readonly NewBody[]): void {
  if (bodies.length === 0) return;
  tx.send(insertBodies, [
    actor.organizationId,
    bodies.map(({ id }) => id),
    bodies.map(({ version }) => version),
    bodies.map(({ id, version, body }) =>
      vault.sealText(JSON.stringify(withDigits(body, body)), sealParts(id, version)),
    ),
  ]);
}
