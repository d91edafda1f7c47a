import { z } from "zod";
import { countedList, decodeCursor, encodeCursor, listQuery, reply, route } from "@/lib/http";
import { timePlaceSchema } from "@/lib/platform/list-page";
import { createRecord, listRecords } from "@/lib/records";
import { recordEntitySchema } from "@/lib/records/schema";
import { newRecordSchema, recordQuerySchema, recordSchema } from "@/lib/records/view";

const params = z.object({ entity: recordEntitySchema });
const place = z.union([
  z.object({ tx: z.string(), id: z.guid() }),
  timePlaceSchema,
  z.object({ id: z.guid() }),
]);

export const GET = route({
  allow: "records:read",
  tag: "Records",
  summary: "List or search records",
  params,
  query: recordQuerySchema.extend(listQuery.shape),
  returns: countedList(recordSchema),
  csv: ["id", "version", "updatedAt", "deletedAt", "data"],
  run: async ({ actor, params: { entity }, query, wholeList }) => {
    const { limit, cursor, ...filters } = query;
    const after = cursor ? decodeCursor(place, cursor) : null;
    const page = await listRecords(actor, entity, filters, { limit, place: after, wholeList });
    const total = page.total ?? page.data.length;
    return { data: page.data, nextCursor: page.next && encodeCursor(page.next), total };
  },
});

export const POST = route({
  allow: "records:write",
  tag: "Records",
  summary: "Create a record",
  params,
  body: newRecordSchema,
  returns: recordSchema,
  status: 201,
  run: async ({ actor, params: { entity }, body, keepAnswer }) => {
    const record = await createRecord(actor, entity, body.data, keepAnswer);
    const location = `/api/records/${entity}/${record.id}`;
    return reply(record, { headers: { location, etag: `"${record.version}"` } });
  },
});
