import { reply, route } from "@/lib/http";
import { changeRecord, deleteRecord, readRecord } from "@/lib/records";
import { recordParamsSchema } from "@/lib/records/schema";
import { type RecordView, recordPatchSchema, recordSchema } from "@/lib/records/view";

function withETag(record: RecordView) {
  return reply(record, { headers: { etag: `"${record.version}"` } });
}

export const GET = route({
  allow: "records:read",
  tag: "Records",
  summary: "Read a record",
  params: recordParamsSchema,
  returns: recordSchema,
  reads: "records",
  run: async ({ actor, params: { entity, id } }) => withETag(await readRecord(actor, entity, id)),
});

export const PATCH = route({
  allow: "records:write",
  tag: "Records",
  summary: "Change a record by JSON Merge Patch; If-Match names the version",
  params: recordParamsSchema,
  body: recordPatchSchema,
  returns: recordSchema,
  run: async ({ actor, params: { entity, id }, body, request }) => {
    const { data, reason, ...own } = body;
    const change = { patch: data ?? own, reason, ifMatch: request.headers.get("if-match") };
    return withETag(await changeRecord(actor, entity, id, change));
  },
});

export const DELETE = route({
  allow: "records:write",
  tag: "Records",
  summary: "Delete a record; If-Match names the version",
  params: recordParamsSchema,
  returns: undefined,
  status: 204,
  run: ({ actor, params: { entity, id }, request }) =>
    deleteRecord(actor, entity, id, request.headers.get("if-match")),
});
