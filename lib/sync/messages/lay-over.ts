/**
 * What the sender's resources look like after messages. HL7 v2 tells what is new, not all there is: over what was known of
 * a resource are laid the elements a message mentions, and taken away those it says are to be deleted.
 */
import type { Entity, RemoteItem } from "@/lib/connectors/contract";
import type { FhirJson } from "@/lib/fhir";
import type { ConvertedResource } from "@/lib/hl7";
import type { Vault } from "@/lib/platform/crypto";
import { type Scope, withOrganization } from "@/lib/platform/db";
import { rawParts } from "@/lib/records";
import { bodyParts as matchParts } from "../matching/match-store";
import { entityOfType, type ReadMessage } from "./convert";

export interface Key {
  readonly entity: Entity;
  readonly remoteId: string;
}

export const nameOf = ({ entity, remoteId }: Key) => `${entity}/${remoteId}`;

interface KnownRow {
  entity: Entity;
  remote_id: string;
  link_id: string | null;
  body: Buffer | null;
}

/** Each once, however often it is named. */
export function distinct(keys: readonly Key[]): Key[] {
  return [...new Map(keys.map((key) => [nameOf(key), key])).values()];
}

/** What is known of the sender's resources, by name. */
type Known = Map<string, FhirJson>;

/** Of linked ones, and of patients about whom nobody has decided yet. */
async function knownResources(
  scope: Scope,
  integrationId: string,
  vault: Vault,
  keys: readonly Key[],
): Promise<Known> {
  const rows = await withOrganization(
    scope,
    (tx) =>
      tx.query<KnownRow>(
        `select w.entity, w.remote_id, l.id as link_id, coalesce(r.body, m.body) as body
           from unnest($2::text[], $3::text[]) as w(entity, remote_id)
           left join lateral (select id from sync_links
              where integration_id = $1 and entity = w.entity and remote_id = w.remote_id limit 1) l on true
           left join lateral (select body from remote_resources where link_id = l.id limit 1) r on true
           left join lateral (select body from patient_matches
              where integration_id = $1 and w.entity = 'patients' and remote_id = w.remote_id and status = 'OPEN'
                and l.id is null limit 1) m on true`,
        [integrationId, keys.map(({ entity }) => entity), keys.map(({ remoteId }) => remoteId)],
      ),
    { byKeyOnly: true },
  );
  const known: Known = new Map();
  for (const { entity, remote_id: remoteId, link_id, body } of rows) {
    if (body === null) continue;
    const parts = link_id === null ? matchParts(integrationId, remoteId) : rawParts(link_id);
    known.set(nameOf({ entity, remoteId }), JSON.parse(vault.openText(body, parts)));
  }
  return known;
}

/** A resource of a message, of an entity that is switched on. */
interface Told extends Key {
  readonly converted: ConvertedResource;
}

/** What messages say of the entities that are switched on. */
export function toldBy({ converted }: ReadMessage, isOn: (entity: Entity) => boolean): Told[] {
  return (converted?.resources ?? []).flatMap((one) => {
    const entity = entityOfType(one.resourceType);
    return entity && isOn(entity) ? [{ entity, remoteId: one.id, converted: one }] : [];
  });
}

/** A thing that a message says is now called otherwise, or is one with another. */
export interface Renaming extends Key {
  readonly into: string;
}

export function renamingsOf({ converted }: ReadMessage, isOn: (entity: Entity) => boolean): Renaming[] {
  return (converted?.merges ?? []).flatMap(({ resourceType, from, into }) => {
    const entity = entityOfType(resourceType);
    return entity && isOn(entity) ? [{ entity, remoteId: from, into }] : [];
  });
}

function laidOver(before: FhirJson | undefined, { resource, cleared, assumed }: ConvertedResource): FhirJson {
  const after = { ...before, ...resource };
  for (const element of cleared) delete after[element];
  for (const element of assumed) if (before?.[element] !== undefined) after[element] = before[element];
  return after;
}

/** What is known of all that messages tell of, by the names that it has after them. */
export async function knownBefore(
  scope: Scope,
  integrationId: string,
  vault: Vault,
  messages: readonly ReadMessage[],
  isOn: (entity: Entity) => boolean,
): Promise<Known> {
  const told = messages.flatMap((message) => toldBy(message, isOn));
  const renamings = messages.flatMap((message) => renamingsOf(message, isOn));
  const known = await knownResources(scope, integrationId, vault, distinct([...told, ...renamings]));
  for (const { entity, remoteId, into } of renamings) {
    const [old, name] = [known.get(nameOf({ entity, remoteId })), nameOf({ entity, remoteId: into })];
    if (old && !known.has(name)) known.set(name, old);
  }
  return known;
}

export interface Outcome {
  readonly items: readonly RemoteItem[];
  readonly deleted: readonly Key[];
}

/** The resources after all of the messages, one after the other. Pure. */
export function layOver(
  known: ReadonlyMap<string, FhirJson>,
  messages: readonly ReadMessage[],
  isOn: (entity: Entity) => boolean,
): Outcome {
  const told = messages.flatMap((message) => toldBy(message, isOn));
  const after = new Map<string, Told & { readonly resource: FhirJson }>();
  for (const one of told) {
    const name = nameOf(one);
    const before = after.get(name)?.resource ?? known.get(name);
    after.set(name, { ...one, resource: laidOver(before, one.converted) });
  }
  const rows = [...after.values()];
  return {
    items: rows
      .filter(({ converted }) => !converted.isDeleted)
      .map(({ entity, remoteId, resource }) => ({
        entity,
        remoteId,
        resource,
        text: JSON.stringify(resource),
      })),
    deleted: rows.filter(({ converted }) => converted.isDeleted),
  };
}
