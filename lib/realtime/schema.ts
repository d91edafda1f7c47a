/** Frames of the WebSocket at /ws, one JSON text each; safe to import in the browser. */
import { z } from "zod";

const channel = z.string().min(1).max(200);

/** What clients send. `since` is the last `seq` they saw of the channel. */
export const clientFrameSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("subscribe"), channel, since: z.int().nonnegative().optional() }),
  z.object({ type: z.literal("unsubscribe"), channel }),
]);

/** News of a channel: its own fields beside these. `seq` rises within the channel. */
const newsFrameSchema = z.looseObject({ type: z.string(), channel, seq: z.int() });

const controlFrameSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("HELLO"), sessionId: z.string(), serverTime: z.iso.datetime() }),
  z.object({ type: z.literal("SUBSCRIBED"), channel, seq: z.int() }),
  /** Something was missed: read the channel's things by HTTP again. */
  z.object({ type: z.literal("RESYNC"), channel }),
  z.object({
    type: z.literal("ERROR"),
    code: z.string(),
    title: z.string(),
    detail: z.string().optional(),
    channel: channel.optional(),
  }),
]);

/** What the server sends. */
export const serverFrameSchema = z.union([controlFrameSchema, newsFrameSchema]);
export type ServerFrame = z.infer<typeof serverFrameSchema>;

export const ticketSchema = z
  .object({ ticket: z.string(), expiresAt: z.iso.datetime() })
  .meta({ id: "RealtimeTicket" });
