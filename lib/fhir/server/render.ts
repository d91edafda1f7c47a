/** A record as the resource that clients read: its fields in their newest state, laid into what a client last said. */
import { z } from "zod";
import { type FhirJson, resourceOf, withAbsentReasons } from "@/lib/fhir";
import type { RemoteReferences } from "@/lib/fhir/resource";
import type { Vault } from "@/lib/platform/crypto";
import { mapReferences, type RecordEntity } from "@/lib/records";
import { type BodyRow, openBody } from "./body-store";
import { withDigits } from "./decimals";
import { withAllReferences } from "./foreign-references";

/** A record as it is, or as it was at one of its versions. */
export interface ResourceRow extends BodyRow {
  id: string;
  entity: RecordEntity;
  version: number;
  data: Record<string, unknown>;
  updated_at: Date;
  deleted_at: Date | null;
}

export const resourceColumns = "r.id, r.entity, r.version, r.data, r.updated_at, r.deleted_at";

/** The references of a record: its ids are those of the façade's resources too. */
export function ownReferences(entity: RecordEntity, data: object): RemoteReferences {
  const references: Record<string, { entity: RecordEntity; remoteId: string }> = {};
  mapReferences(entity, data, (target, id, path) => {
    if (id !== null) references[path] = { entity: target, remoteId: id };
    return id;
  });
  return references;
}

const meta = z.record(z.string(), z.unknown()).catch({});

/** What of a row a resource is made of. */
type RenderedRow = Pick<ResourceRow, "id" | "entity" | "version" | "data" | "updated_at">;

/**
 * The row laid into `body`, which a client once said of it, as a resource with its id and meta. It is to be written as
 * JSON: numbers that JavaScript would write otherwise are there as their texts. A record that no client wrote says of
 * what FHIR demands and it does not know that it is unknown.
 */
export function renderInto(
  { id, entity, version, data, updated_at }: RenderedRow,
  body: FhirJson | undefined,
): FhirJson {
  const written = resourceOf(entity, data, ownReferences(entity, data), body);
  const {
    resourceType,
    meta: said,
    ...rest
  } = body ? withAllReferences(written) : withAbsentReasons(written);
  const whole = {
    resourceType,
    id,
    meta: { ...meta.parse(said ?? {}), versionId: String(version), lastUpdated: updated_at.toISOString() },
    ...rest,
  };
  return withDigits(whole, body);
}

/** The row as a resource with its id and meta. */
export function renderRecord(vault: Vault, row: ResourceRow): FhirJson {
  return renderInto(row, openBody(vault, row.id, row));
}
