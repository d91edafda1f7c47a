import { route } from "@/lib/http";
import { issueTicket } from "@/lib/realtime";
import { ticketSchema } from "@/lib/realtime/schema";

export const POST = route({
  allow: "signed-in",
  tag: "Realtime",
  summary: "A ticket that opens one WebSocket at /ws?ticket=… within a minute",
  returns: ticketSchema,
  status: 201,
  idempotent: false,
  limit: "tokens",
  run: ({ actor }) => issueTicket(actor),
});
