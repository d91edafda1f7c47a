import { z } from "zod";
import { can, readOrganization } from "@/lib/auth";
import { fromFHIRPatient, requireValid } from "@/lib/fhir";
import { reply, route } from "@/lib/http";
import { httpErrors } from "@/lib/http/errors";
import { createRecord } from "@/lib/records";
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
    const sent = "resourceType" in body ? body : body.resource;
    const local = fromFHIRPatient(requireValid(sent, "Patient"), await readOrganization(actor));
    if (!query.save) return local;
    const { id: _remoteId, ...data } = local;
    return created(await createRecord(actor, "patients", data, (tx, view) => keepAnswer(tx, created(view))));
  },
});
