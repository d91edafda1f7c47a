import { route } from "@/lib/http";
import { readConnectorStats } from "@/lib/integrations";
import { connectorStatsSchema } from "@/lib/integrations/view";

export const GET = route({
  allow: "integrations:read",
  tag: "Integrations",
  summary: "How many connectors there are and how many are in use",
  returns: connectorStatsSchema,
  run: ({ actor }) => readConnectorStats(actor),
});
