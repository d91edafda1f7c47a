import type { ConnectorView } from "@/lib/integrations/view";

/** Whether a system is ever synchronised with: one that can neither be asked nor takes what changes here sends by itself alone. */
export function canSync({
  canBePulled,
  supportedEntities,
}: Pick<ConnectorView, "canBePulled" | "supportedEntities">): boolean {
  return canBePulled || supportedEntities.some(({ directions }) => directions.some((way) => way !== "pull"));
}
