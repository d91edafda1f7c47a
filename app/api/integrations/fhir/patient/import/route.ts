import { z } from "zod";
import { can, readOrganization } from "@/lib/auth";
import { fromFHIRPatient, requireValid } from "@/lib/fhir";
import { createResources, inSession } from "@/lib/fhir/server";
import { reply, route } from "@/lib/http";
import { httpErrors } from "@/lib/http/errors";
import { newId } from "@/lib/platform/ids";
import { recordView } from "@/lib/records";
import { patientSchema } from "@/lib/records/schema";
import { type RecordView, recordSchema } from "@/lib/records/view";

const resource = z.record(z.string(), z.unknown());

function created(record: RecordView) {
  const headers = { location: `/api/records/patients/${record.id}`, etag: `"${record.version}"` };
  return reply(record, { status: 201, headers });
}

export const POST = route({
  allow: "integrations:read",
  tag: "Interoperability",
  summary: "Read a FHIR Patient as one of ours; kept as a new record with save=true",
  query: z.object({ save: z.stringbool().default(false) }),
  body: resource.describe("The Patient, or {resource} with it"),
  returns: z.union([recordSchema, patientSchema.extend({ id: z.string().optional() })]),
  status: 200,
  idempotent: true,
  run: async ({ actor, query, body, keepAnswer }) => {
    if (query.save && !can(actor, "records:write")) throw httpErrors.not_allowed();
    const sent = requireValid("resourceType" in body ? body : body.resource, "Patient");
    if (!query.save) return fromFHIRPatient(sent, await readOrganization(actor));
    // Kept as the FHIR server keeps it, with what it says beyond our record.
    return inSession(actor, async (session) => {
      const id = newId();
      await createResources(session, [{ entity: "patients", id, resource: sent }]);
      const answer = created(await recordView(session.tx, "patients", id));
      await keepAnswer(session.tx, answer);
      return answer;
    });
  },
});
