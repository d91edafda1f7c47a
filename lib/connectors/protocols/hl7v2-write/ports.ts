/** Ports of a FHIR vendor whose changes go out as HL7 v2 messages, and are read back over FHIR. */
import { type FhirJson, resourceOf } from "@/lib/fhir";
import { outboundErrors } from "@/lib/http/client";
import { isCarelaneError } from "@/lib/platform/errors";
import type { ConnectorContext, EntityPort, RemoteItem, SupportedEntity, ToldVerb } from "../../contract";
import { untilShown } from "./read-back";
import type { MessageSettings } from "./settings";
import { chartsOf, type MessageVendor, sentencesOf, tellChange, tellNew } from "./tell";
import { showsChange, toldChange } from "./told-change";
import { tellingDoors } from "./told-port";
import { type MessageWay, messageWays } from "./ways";

type Doors<Config> = Required<Pick<EntityPort<Config>, "create" | "update" | "alike">>;

/** Whatever keeps us from seeing it, the message was accepted: who took it for not sent would send it again. */
async function seenAfter<Seen>(look: Promise<Seen>): Promise<Seen> {
  try {
    return await look;
  } catch (cause) {
    if (!isCarelaneError(cause) || cause.kind === "ambiguous") throw cause;
    const detail = "The message was accepted, but what it tells of could not be read.";
    throw outboundErrors.vendor_outcome_unknown({ detail, cause });
  }
}

function creating<Config extends MessageSettings>(
  vendor: MessageVendor<Config>,
  way: MessageWay,
): Pick<Doors<Config>, "create" | "alike"> {
  return {
    create: async (context, resource) => {
      await tellNew(vendor, way, context, resource);
      const charts = await chartsOf(vendor, context);
      const look = () => way.numbered(charts, resource);
      const items = await seenAfter(untilShown(look, ({ length }) => length > 0, context.signal));
      const [only] = items;
      if (only && items.length === 1) return only;
      const detail = "The message was accepted, but what it tells of cannot be read yet.";
      throw outboundErrors.vendor_outcome_unknown({ detail });
    },
    alike: async (context, resource) => {
      const charts = await chartsOf(vendor, context);
      const numbered = await way.numbered(charts, resource);
      return numbered.length > 0 ? numbered : way.alike(charts, resource);
    },
  };
}

const notShown =
  "The vendor accepted the message that tells of the change, but does not show it. If it does later, the next sync sees it.";

function updating<Config extends MessageSettings>(
  vendor: MessageVendor<Config>,
  way: MessageWay,
  read: NonNullable<EntityPort<Config>["read"]>,
  telling: Pick<Doors<Config>, "update">,
): Pick<Doors<Config>, "update"> {
  const readBack = async (context: ConnectorContext<Config>, remoteId: string): Promise<RemoteItem> => {
    const result = await read(context, remoteId);
    if (result.state === "found") return result.item;
    throw outboundErrors.vendor_outcome_unknown({ detail: "It was accepted, but could not be read back." });
  };
  return {
    update: async (context, change) => {
      if (change.unseen) return telling.update(context, change);
      const { remoteId, before, after } = change;
      const told = await tellChange(vendor, way, context, toldChange(before, after));
      const isShown = ({ resource }: RemoteItem) => showsChange(before, told.elements, resource);
      const look = () => readBack(context, remoteId);
      const item = await seenAfter(untilShown(look, isShown, context.signal));
      const missed = [...(isShown(item) ? [] : [notShown]), ...(told.notTaken ? [told.notTaken] : [])];
      return missed.length > 0 ? { ...item, notTaken: missed.join(" ") } : item;
    },
  };
}

type Door<Config, Given, Answer> = (context: ConnectorContext<Config>, given: Given) => Promise<Answer>;

/** Messages wherever they have an address; the vendor's own door, where there is one, without. */
function preferring<Config extends MessageSettings, Given, Answer>(
  told: Door<Config, Given, Answer>,
  own: Door<Config, Given, Answer> | undefined,
): Door<Config, Given, Answer> {
  return (context, given) => (context.config.hl7Address || !own ? told : own)(context, given);
}

/** What messages tell of an entity: deletions where changes are told. */
function toldVerbs(
  { withdrawn }: MessageWay,
  write: SupportedEntity["write"],
  preferred: readonly ToldVerb[],
): ToldVerb[] {
  const isWanted = (verb: ToldVerb) => !write[verb] || preferred.includes(verb);
  return [
    ...(isWanted("create") ? ["create" as const] : []),
    ...(isWanted("update") ? ["update" as const] : []),
    ...(isWanted("update") && withdrawn ? ["delete" as const] : []),
  ];
}

/** New things are looked for where the vendor's searches find them; elsewhere nothing but the answer says what came of them. */
function newDoors<Config extends MessageSettings>(
  vendor: MessageVendor<Config>,
  way: MessageWay,
  port: EntityPort<Config>,
  telling: Pick<Doors<Config>, "create">,
): Partial<EntityPort<Config>> {
  if (!way.isFindable(vendor.charted)) return { create: telling.create, newOnesUnseen: true };
  const { create, alike } = creating(vendor, way);
  return { create: preferring(create, port.create), alike: preferring(alike, port.alike) };
}

/**
 * The port with doors for what can be told over HL7 v2; what the vendor takes over FHIR goes there as before, but for
 * verbs that are `preferred` as messages.
 */
export function withMessages<Config extends MessageSettings>(
  vendor: MessageVendor<Config>,
  port: EntityPort<Config>,
  preferred: readonly ToldVerb[] = [],
): EntityPort<Config> {
  const { entity, read, write } = port;
  const way = messageWays[entity];
  if (!way || !read) return port;
  const verbs = toldVerbs(way, write, preferred);
  if (verbs.length === 0) return port;
  const isTold = (verb: ToldVerb) => verbs.includes(verb);
  const telling = tellingDoors(vendor, entity, way);
  return {
    ...port,
    ...(isTold("create") && newDoors(vendor, way, port, telling)),
    ...(isTold("update") && {
      update: preferring(updating(vendor, way, read, telling).update, port.update),
    }),
    ...(isTold("delete") && { withdrawn: way.withdrawn }),
    directions: ["pull", "push", "bidirectional"],
    write: {
      create: write.create || isTold("create"),
      update: write.update || isTold("update"),
      delete: isTold("delete"),
      via: write.via ?? "hl7v2",
      messages: verbs.filter((verb) => !write[verb]),
    },
    limitations: [...(port.limitations ?? []), ...sentencesOf(way, verbs), ...way.limitsOfShown],
    toRemote: (data, references, resource): FhirJson => resourceOf(entity, data, references, resource),
  };
}
