import { z } from "zod";
import { setChannelStatus } from "@/lib/channels";
import { channelSchema } from "@/lib/channels/schema";
import { route } from "@/lib/http";

export const POST = route({
  allow: "channels:write",
  tag: "Channels",
  summary: "Have a channel take and send nothing; what waits stays",
  params: z.object({ id: z.string() }),
  returns: channelSchema,
  status: 200,
  run: ({ actor, params }) => setChannelStatus(actor, params.id, "STOPPED"),
});
