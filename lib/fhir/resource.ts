/** A kind of resource: its parts, and where each field of our record stands in it. Every converter follows from it. */
import type { z } from "zod";
import { mapReferences, type RecordEntity } from "@/lib/records/schema";
import { allOf, type Fields, pruned, put } from "./field";
import { parseResource } from "./parse";

/** A record that a record of ours points at, by the server's id. */
export interface RemoteReference {
  readonly entity: RecordEntity;
  readonly remoteId: string;
}

/** By path in the record's data, such as `patientId` or `performerIds[0]`. */
export type RemoteReferences = Readonly<Record<string, RemoteReference>>;

/** A record with what it points at; the ids of our own in `data` are null, as only whoever stores it knows them. */
interface MappedResource<Data> {
  readonly data: Data;
  readonly references: RemoteReferences;
}

export type FhirJson = Record<string, unknown>;

interface ToFhirOptions {
  /** The resource's id, where it has one already. */
  readonly id?: string;
  /** What the ids in the data are called on the server; an id that is not among them is left out. */
  readonly references?: RemoteReferences;
}

export interface FhirResource<Data> {
  readonly resourceType: string;
  /** Our record of the resource. Throws `mapping_failed` naming the elements that do not follow FHIR. */
  fromFhir(resource: unknown): MappedResource<Data>;
  /** The resource of our record. */
  toFhir(data: Data, options?: ToFhirOptions): FhirJson;
  /**
   * `resource`, as it was read, saying `data`: only elements that say something else change. Throws
   * `mapping_failed` as `fromFhir` does.
   */
  into(resource: unknown, data: Data, references?: RemoteReferences): FhirJson;
}

interface ResourceDeclaration<Resource extends object, Data extends object> {
  readonly entity: RecordEntity;
  readonly resourceType: string;
  /** The parts that are read; all else is optional and stays. */
  readonly parts: z.ZodType<Resource>;
  readonly fields: Fields<Resource, Data>;
  /** What a new resource starts with, where FHIR demands an element that a record may not know. */
  readonly blank?: FhirJson;
}

/** The converters of one kind of resource. */
export function defineResource<Resource extends object, Data extends object>(
  declaration: ResourceDeclaration<Resource, Data>,
): FhirResource<Data> {
  const { entity, resourceType, parts, fields, blank } = declaration;
  const whole = allOf(fields);
  const withRemoteIds = (data: Data, references: RemoteReferences = {}) =>
    mapReferences(entity, data, (_target, _id, path) => references[path]?.remoteId ?? null);
  return {
    resourceType,
    fromFhir: (resource) => {
      const references: Record<string, RemoteReference> = {};
      const read = whole.read(parseResource(parts, resource));
      const data = mapReferences(entity, read, (target, remoteId, path) => {
        if (remoteId !== null) references[path] = { entity: target, remoteId };
        return null;
      });
      return { data, references };
    },
    toFhir: (data, { id, references } = {}) => {
      const empty = parseResource(parts, { resourceType, id, ...blank });
      return pruned(put(whole, empty, withRemoteIds(data, references)));
    },
    into: (resource, data, references) =>
      pruned(put(whole, parseResource(parts, resource), withRemoteIds(data, references))),
  };
}
