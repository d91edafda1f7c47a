/** What a job reads. */
import type { Entity } from "@/lib/connectors/contract";
import { inboundEntities } from "@/lib/integrations";
import type { Slice } from "../slice";

/** The entities of a job that come in; the others are only told of. */
export function pulledEntities({ entities, context }: Pick<Slice, "entities" | "context">): Entity[] {
  const inbound = inboundEntities(context.access);
  return entities.filter((entity) => inbound.includes(entity));
}
