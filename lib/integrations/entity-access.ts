/** Which entities an integration synchronises, and which ways. Pure. */
import type { Connector, Entity, EntityAccess, SyncDirection } from "@/lib/connectors/contract";

/** How an entity is switched on, as an integration keeps it. */
interface EntitySetting {
  readonly localEntity: string;
  readonly enabled: boolean;
  readonly direction: SyncDirection;
}

/** The ways that both allow; undefined when there is none. */
function sharedDirection(left: SyncDirection, right: SyncDirection): SyncDirection | undefined {
  if (left === right || right === "bidirectional") return left;
  return left === "bidirectional" ? right : undefined;
}

/** The entities of a connector that are switched on; all of them where nothing is said. */
export function enabledEntities(connector: Connector, settings: readonly EntitySetting[]): EntityAccess[] {
  const said = new Map(settings.map((setting) => [setting.localEntity, setting]));
  const someAreOn = settings.some(({ enabled }) => enabled);
  return Object.values(connector.entities).flatMap(({ entity, directions }) => {
    const setting = said.get(entity);
    if (setting ? !setting.enabled : someAreOn) return [];
    return [{ entity, direction: setting?.direction ?? widest(directions) }];
  });
}

/** All that an entity can do at a vendor. */
export function widest(directions: readonly SyncDirection[]): SyncDirection {
  return directions.includes("bidirectional") ? "bidirectional" : (directions[0] ?? "pull");
}

/** What a run in one direction needs of an integration's entities. */
export function accessFor(enabled: readonly EntityAccess[], direction: SyncDirection): EntityAccess[] {
  return enabled.flatMap((access) => {
    const shared = sharedDirection(access.direction, direction);
    return shared ? [{ ...access, direction: shared }] : [];
  });
}

/** The entities of which changes there are taken in. */
export function inboundEntities(enabled: readonly EntityAccess[]): Entity[] {
  return enabled.filter(({ direction }) => direction !== "push").map(({ entity }) => entity);
}

/**
 * The entities whose changes here are the vendor's business: those that may be pushed, and those of which it takes no
 * writes, so that somebody is told.
 */
export function outboundEntities(connector: Connector, enabled: readonly EntityAccess[]): Entity[] {
  return enabled
    .filter(({ entity, direction }) => {
      const write = connector.entities[entity]?.write;
      return direction !== "pull" || !(write?.create || write?.update);
    })
    .map(({ entity }) => entity);
}
