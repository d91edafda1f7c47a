import { z } from "zod";
import { listTaken, takeSentMessage } from "@/lib/channels";
import { channelMessageQuerySchema, channelMessageSchema, takenMessageSchema } from "@/lib/channels/schema";
import { answerPage, list, listQuery, route } from "@/lib/http";

const params = z.object({ id: z.string() });
const place = z.string().regex(/^\d{1,18}$/);
const maxBodyBytes = 16 * 1_048_576;

export const GET = route({
  allow: "channels:read",
  tag: "Channels",
  summary: "What a channel did with each message, newest first",
  params,
  query: listQuery.extend(channelMessageQuerySchema.shape),
  returns: list(channelMessageSchema),
  csv: ["messageId", "type", "takenAt", "state", "version", "endedAt"],
  run: ({ actor, params, query }) =>
    answerPage(place, query.cursor, (after) => listTaken(actor, params.id, query, query.limit, after)),
});

export const POST = route({
  allow: "channels:send",
  tag: "Channels",
  summary: "Send a channel HL7 v2, which is answered with its acknowledgement, or FHIR or other JSON",
  params,
  rawBody: true,
  maxBodyBytes,
  returns: takenMessageSchema,
  status: 202,
  run: async ({ actor, params, bytes, request: { headers } }) => {
    const { messageId, answer } = await takeSentMessage(actor, params.id, { bytes, headers });
    if (answer === null) return { messageId };
    return new Response(new Uint8Array(answer), { headers: { "content-type": "application/hl7-v2" } });
  },
});
