/** The trail of who looked at whose data. */
import { z } from "zod";
import { prepareAudit, recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { withOrganization } from "@/lib/platform/db";

const one = z.object({ id: z.string() });
const many = z.object({ data: z.array(one) });
/** A path that names its entity says more than the route can. */
const named = z.object({ entity: z.string() });

/** Audits that `actor` was shown records of `entity`: the one of the path, or those of a list. Ids alone are kept. */
export async function auditRead(
  actor: Actor,
  entity: string,
  { params, value }: { params: unknown; value: unknown },
): Promise<void> {
  const listed = many.safeParse(value).data?.data.map((item) => item.id);
  const recordId = one.safeParse(params).data?.id;
  await prepareAudit(actor.organizationId);
  await withOrganization(actor, (tx) =>
    recordAudit(tx, actor, {
      action: "records.read",
      entity: named.safeParse(params).data?.entity ?? entity,
      recordId,
      target: listed && { recordIds: listed, count: listed.length },
    }),
  );
}
