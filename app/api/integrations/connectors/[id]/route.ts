import { z } from "zod";
import { route } from "@/lib/http";
import { readConnector } from "@/lib/integrations";
import { connectorSchema } from "@/lib/integrations/view";

export const GET = route({
  allow: "integrations:read",
  tag: "Integrations",
  summary: "Read a connector: what it can do and what its form asks",
  params: z.object({ id: z.string() }),
  returns: connectorSchema,
  run: ({ params }) => readConnector(params.id),
});
