/** One entity at a vendor that speaks FHIR R4: what all of them share, so that a vendor says only what differs. */
import {
  type ConnectorContext,
  type EntityAccess,
  type EntityPort,
  isShown,
  type SupportedEntity,
  type SyncStrategy,
} from "@/lib/connectors/contract";
import { type FhirJson, fhirResources, resourceOf } from "@/lib/fhir";
import type { RecordEntity } from "@/lib/records/schema";
import type { Access } from "../smart-on-fhir";
import { fhirServerErrors } from "./errors";
import { createResource, patchResource, updateResource } from "./interactions";
import { readState, remoteItem, searchItems, type TypedEntity } from "./items";
import type { FhirServer } from "./server";

export interface FhirVendor<Config> {
  /** Opens the vendor's server for one integration. */
  readonly open: (context: ConnectorContext<Config>) => Promise<FhirServer>;
  readonly strategies: readonly SyncStrategy[];
  readonly changeDetection: SupportedEntity["changeDetection"];
}

/** A change as a JSON Patch (RFC 6902), and what of it the vendor does not take: words for people, without data. */
export interface Patch {
  readonly operations: readonly object[];
  readonly notTaken?: string;
}

/** What a vendor offers for one entity beyond reading it. */
export interface FhirOffer {
  readonly create?: boolean;
  /** By replacing the resource, or by a JSON Patch made by the function. */
  readonly update?: "put" | ((before: FhirJson, after: FhirJson) => Patch);
  readonly limitations?: readonly string[];
  readonly changeDetection?: SupportedEntity["changeDetection"];
  /** The search that finds whatever may be `resource`; undefined when it says too little to be searched for. */
  readonly alike?: (resource: FhirJson) => string | undefined;
}

type WritingDoors<Config> = Pick<EntityPort<Config>, "toRemote" | "create" | "update" | "alike">;

function creating<Config>({ open }: FhirVendor<Config>, { entity, type }: TypedEntity, offer: FhirOffer) {
  const { alike } = offer;
  const doors: Pick<WritingDoors<Config>, "create" | "alike"> = {
    create: async (context, resource) =>
      remoteItem(entity, await createResource(await open(context), type, resource)),
    ...(alike && {
      alike: async (context, resource) => {
        const query = alike(resource);
        return query === undefined ? [] : searchItems(await open(context), { entity, type }, query);
      },
    }),
  };
  return doors;
}

function updating<Config>(
  { open }: FhirVendor<Config>,
  { entity, type }: TypedEntity,
  way: NonNullable<FhirOffer["update"]>,
): Pick<WritingDoors<Config>, "update"> {
  return {
    update: async (context, { remoteId, before, after, version }) => {
      const server = await open(context);
      if (way === "put") {
        return remoteItem(entity, await updateResource(server, type, remoteId, after, version));
      }
      const { operations, notTaken } = way(before, after);
      if (operations.length === 0 && notTaken)
        throw fhirServerErrors.change_not_offered({ detail: notTaken });
      const written = await patchResource(server, type, remoteId, operations, version);
      return { ...remoteItem(entity, written), notTaken };
    },
  };
}

/** The port of an entity at a vendor. */
export function fhirPort<Config>(
  vendor: FhirVendor<Config>,
  entity: RecordEntity,
  offer: FhirOffer = {},
): EntityPort<Config> {
  const { resourceType, fromFhir } = fhirResources[entity];
  const typed = { entity, type: resourceType };
  const writes = Boolean(offer.create || offer.update);
  return {
    entity,
    remoteEntity: resourceType,
    directions: writes ? ["pull", "push", "bidirectional"] : ["pull"],
    strategies: vendor.strategies,
    write: {
      create: Boolean(offer.create),
      update: Boolean(offer.update),
      delete: false,
      via: writes ? "fhir" : null,
    },
    changeDetection: offer.changeDetection ?? vendor.changeDetection,
    ...(offer.limitations && { limitations: offer.limitations }),
    toLocal: fromFhir,
    read: async (context, remoteId) => readState(await vendor.open(context), typed, remoteId),
    ...(writes && {
      toRemote: (data, references, resource) => resourceOf(entity, data, references, resource),
    }),
    ...(offer.create && creating(vendor, typed, offer)),
    ...(offer.update && updating(vendor, typed, offer.update)),
  };
}

/** The resource type of each port, in the order of the list. */
export function typesOf(ports: readonly Pick<SupportedEntity, "entity" | "remoteEntity">[]): TypedEntity[] {
  return ports.map(({ entity, remoteEntity }) => ({ entity, type: remoteEntity }));
}

function needsOf(direction: EntityAccess["direction"], port: SupportedEntity): Access[] {
  if (!isShown(port)) return [];
  const { remoteEntity: type, write } = port;
  const needs: Access[] = [
    { type, interaction: "read" },
    { type, interaction: "search" },
  ];
  if (direction === "pull") return needs;
  // What goes another way needs no right here.
  const written = (["create", "update"] as const).filter(
    (verb) => write[verb] && !write.messages?.includes(verb),
  );
  return [...needs, ...written.map((interaction) => ({ type, interaction }))];
}

/** What must be granted for what is switched on; a push reads as well, to see what it would overwrite. */
export function accessNeeds(access: readonly EntityAccess[], ports: readonly SupportedEntity[]): Access[] {
  return ports.flatMap((port) => {
    const wanted = access.find(({ entity }) => entity === port.entity);
    return wanted ? needsOf(wanted.direction, port) : [];
  });
}
