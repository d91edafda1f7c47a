/** Maps anew what is kept of the vendor's resources, by the mapping in force; the vendor is not asked. */
import type { Entity, RemoteItem } from "@/lib/connectors/contract";
import { unmappedVersion } from "@/lib/mapping";
import { withOrganization } from "@/lib/platform/db";
import { mapPage } from "../commit/map-page";
import type { PhaseEnd, Slice } from "../slice";
import { countOutdated, readOutdated } from "./outdated";

interface KeptPage {
  readonly kept: readonly RemoteItem[];
  /** How many there are to map, told once. */
  readonly total?: number;
}

async function readKept(slice: Slice, entity: Entity, after: string | null): Promise<KeptPage> {
  const version = slice.mappings.get(entity)?.version ?? unmappedVersion;
  const scope = { integrationId: slice.run.integrationId, entity, version };
  return withOrganization(slice.run, async (tx) => {
    const total = after === null ? await countOutdated(tx, scope) : undefined;
    const kept = await readOutdated(tx, slice.run, scope, after, slice.pageSize);
    return { kept, total };
  });
}

/** Page by page in the order of remote ids, from the one after `after`. */
export async function remapKept(slice: Slice, after: string | null): Promise<PhaseEnd> {
  const [entity] = slice.entities;
  let last = after;
  while (entity) {
    const wanted = slice.pageSize;
    const started = performance.now();
    const { kept, total } = await readKept(slice, entity, last);
    const mapped = await mapPage(slice.connector, kept, slice.mappings);
    last = kept.at(-1)?.remoteId ?? last;
    const end = await slice.commit({
      ...mapped,
      deleted: [],
      cursor: { phase: "remap", after: last },
      total,
      fetchMs: 0,
      mapMs: performance.now() - started,
    });
    if (end?.kind === "stop") return end;
    if (kept.length < wanted) break;
    if (end) return end;
  }
  return { kind: "done" };
}
