/** Ports of what a vendor's FHIR interface does not show: messages tell of it, and what was accepted is what it has. */
import { type FhirJson, fhirResources, resourceOf } from "@/lib/fhir";
import { hasCode } from "@/lib/platform/errors";
import type { RecordEntity } from "@/lib/records/schema";
import type { EntityPort, RemoteItem, SyncStrategy } from "../../contract";
import type { MessageSettings } from "./settings";
import { type MessageVendor, sentencesOf, tellChange, tellNew } from "./tell";
import { newStatus, toldChange } from "./told-change";
import { type MessageWay, messageWays } from "./ways";

/** What a receiver refuses because it is so already, is so. */
async function unlessSo(telling: Promise<unknown>, code: string): Promise<void> {
  try {
    await telling;
  } catch (error) {
    if (!hasCode(error, code)) throw error;
  }
}

/** The doors through which a vendor is told, and behind which nothing is looked for. */
export function tellingDoors<Config extends MessageSettings>(
  vendor: MessageVendor<Config>,
  entity: RecordEntity,
  way: MessageWay,
): Required<Pick<EntityPort<Config>, "create" | "update">> {
  const accepted = (remoteId: string, resource: FhirJson): RemoteItem => {
    return { entity, remoteId, resource, text: JSON.stringify(resource) };
  };
  return {
    create: async (context, resource) => {
      await unlessSo(tellNew(vendor, way, context, resource), "receiver_has_it");
      return accepted(String(resource.id), resource);
    },
    update: async (context, { remoteId, before, after }) => {
      const change = toldChange(way.named(before), way.named(after));
      const telling = tellChange(vendor, way, context, change);
      if (newStatus(change) === "entered-in-error") {
        await unlessSo(telling, "receiver_lacks_it");
        return accepted(remoteId, after);
      }
      const { notTaken } = await telling;
      return { ...accepted(remoteId, after), notTaken };
    },
  };
}

/** The port of an entity that can be told of, to a vendor whose patients can be read. */
export function toldPort<Config extends MessageSettings>(
  vendor: MessageVendor<Config>,
  entity: RecordEntity,
  about: { readonly strategies: readonly SyncStrategy[]; readonly limitations: readonly string[] },
): EntityPort<Config> {
  const way = messageWays[entity];
  if (!way?.withdrawn) throw new Error(`No messages tell of all that may become of ${entity}`);
  const verbs = ["create", "update", "delete"] as const;
  const { resourceType, fromFhir } = fhirResources[entity];
  return {
    entity,
    remoteEntity: resourceType,
    directions: ["push"],
    strategies: about.strategies,
    write: { create: true, update: true, delete: true, via: "hl7v2", messages: verbs },
    changeDetection: "hash",
    limitations: [...about.limitations, ...sentencesOf(way, verbs)],
    toLocal: fromFhir,
    toRemote: (data, references, resource) => resourceOf(entity, data, references, resource),
    withdrawn: way.withdrawn,
    newOnesUnseen: true,
    ...tellingDoors(vendor, entity, way),
  };
}
