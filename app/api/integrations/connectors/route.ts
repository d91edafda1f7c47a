import { list, route } from "@/lib/http";
import { listConnectors } from "@/lib/integrations";
import { connectorSchema } from "@/lib/integrations/view";

export const GET = route({
  allow: "integrations:read",
  tag: "Integrations",
  summary: "List the connectors there are",
  returns: list(connectorSchema),
  csv: ["id", "name", "provider", "type", "requiresApproval"],
  run: () => ({ data: listConnectors(), nextCursor: null }),
});
