/** Ports of a FHIR vendor whose changes go out as HL7 v2 messages, and are read back over FHIR. */
import { type FhirJson, resourceOf } from "@/lib/fhir";
import { outboundErrors } from "@/lib/http/client";
import { isCarelaneError } from "@/lib/platform/errors";
import type { ConnectorContext, EntityPort, PatientSelector, RemoteItem } from "../../contract";
import type { FhirServer } from "../fhir-r4";
import { clearedElements, showsChange, untilShown } from "./read-back";
import type { MessageSettings } from "./settings";
import { tell } from "./tell";
import { type Charts, type MessageWay, messageWays } from "./ways";

export interface MessageVendor<Config extends MessageSettings> {
  readonly open: (context: ConnectorContext<Config>) => Promise<FhirServer>;
  readonly patientQuery: (
    demographics: NonNullable<PatientSelector["demographics"]>,
    config: Config,
  ) => Readonly<Record<string, string>>;
}

type Doors<Config> = Pick<EntityPort<Config>, "create" | "update" | "alike">;

async function chartsOf<Config extends MessageSettings>(
  { open, patientQuery }: MessageVendor<Config>,
  context: ConnectorContext<Config>,
): Promise<Charts> {
  return {
    server: await open(context),
    patientQuery: (demographics) => patientQuery(demographics, context.config),
  };
}

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
): Required<Pick<Doors<Config>, "create" | "alike">> {
  return {
    create: async (context, resource) => {
      const charts = await chartsOf(vendor, context);
      await tell(context, await way.create(charts, resource));
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
): Required<Pick<Doors<Config>, "update">> {
  const readBack = async (context: ConnectorContext<Config>, remoteId: string): Promise<RemoteItem> => {
    const result = await read(context, remoteId);
    if (result.state === "found") return result.item;
    throw outboundErrors.vendor_outcome_unknown({ detail: "It was accepted, but could not be read back." });
  };
  return {
    update: async (context, { remoteId, before, after }) => {
      const cleared = clearedElements(before, after);
      await tell(context, await way.update(await chartsOf(vendor, context), { after, cleared }));
      const isShown = ({ resource }: RemoteItem) => showsChange(before, after, resource);
      const look = () => readBack(context, remoteId);
      const item = await seenAfter(untilShown(look, isShown, context.signal));
      return isShown(item) ? item : { ...item, notTaken: notShown };
    },
  };
}

/** What the settings make possible. */
function sentenceOf({ words }: MessageWay, { create, update }: Doors<never>): string {
  const parts = [...(create ? [words.create] : []), ...(update ? [words.update] : [])];
  return `Where an HL7 v2 address is set, ${parts.join(", and ")}.`;
}

/** The port with doors for what can be told over HL7 v2; what the vendor takes over FHIR goes there as before. */
export function withMessages<Config extends MessageSettings>(
  vendor: MessageVendor<Config>,
  port: EntityPort<Config>,
): EntityPort<Config> {
  const { entity, read, write } = port;
  const way = messageWays[entity];
  if (!way || !read || (write.create && write.update)) return port;
  const told: Doors<Config> = {
    ...(!write.create && creating(vendor, way)),
    ...(!write.update && updating(vendor, way, read)),
  };
  return {
    ...port,
    ...told,
    directions: ["pull", "push", "bidirectional"],
    write: { create: true, update: true, delete: false, via: write.via ?? "hl7v2" },
    limitations: [...(port.limitations ?? []), sentenceOf(way, told)],
    toRemote: (data, references, resource): FhirJson => resourceOf(entity, data, references, resource),
  };
}
