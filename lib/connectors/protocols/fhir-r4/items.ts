/** Resources and errors in the shape the sync engine takes. */
import { z } from "zod";
import type {
  Entity,
  ItemError,
  PullPage,
  ReadResult,
  RemoteItem,
  UnreadItem,
} from "@/lib/connectors/contract";
import { type CarelaneError, hasCode, isCarelaneError } from "@/lib/platform/errors";
import { readResource } from "./interactions";
import type { ResourceText } from "./resource";
import { searchPages } from "./search";
import type { FhirServer } from "./server";

/** An entity of ours and the resource type that holds it. */
export interface TypedEntity {
  readonly entity: Entity;
  readonly type: string;
}

/** A resource with the version its server gives it, where it gives one. */
export function remoteItem(entity: Entity, { resource, text }: ResourceText): RemoteItem {
  const { versionId } = Object(resource.meta);
  return {
    entity,
    remoteId: resource.id,
    text,
    resource,
    ...(typeof versionId === "string" && { remoteVersion: versionId }),
  };
}

/** All that a search finds of a type. */
export async function searchItems(
  server: FhirServer,
  { entity, type }: TypedEntity,
  query: string,
): Promise<RemoteItem[]> {
  const found: RemoteItem[] = [];
  for await (const { matches } of searchPages(server, query)) {
    const ofType = matches.filter(({ resource }) => resource.resourceType === type);
    found.push(...ofType.map((match) => remoteItem(entity, match)));
  }
  return found;
}

/** The error of one resource, from the error of the call that asked for it. */
export function itemError(entity: Entity, error: CarelaneError, remoteId?: string): ItemError {
  return {
    entity,
    remoteId,
    stage: "fetch",
    code: error.code,
    title: error.title,
    detail: error.detail,
    owner: error.owner === "caller" ? "vendor" : error.owner,
    retryable: error.kind === "retryable",
  };
}

/** True for an error that concerns the one resource asked for; any other would meet every resource. */
export function concernsOneResource(error: unknown): error is CarelaneError {
  return isCarelaneError(error) && error.kind === "invalid";
}

const replacements = z.object({
  link: z.array(z.object({ type: z.string(), other: z.object({ reference: z.string() }) })),
});

/** Into whom a patient was combined, where the resource says that it must not be used any more (Patient.link). */
function replacedBy({ resource }: RemoteItem): string | undefined {
  if (resource.link === undefined) return undefined;
  const links = replacements.safeParse(resource).data?.link ?? [];
  return links
    .find(({ type }) => type === "replaced-by")
    ?.other.reference.split("/")
    .at(-1);
}

/** Longer chains of combined patients lead in a circle. */
const mostReplacements = 5;

async function readSurvivor(
  server: FhirServer,
  { entity, type }: TypedEntity,
  id: string,
): Promise<RemoteItem> {
  let item = remoteItem(entity, await readResource(server, type, id));
  for (let hops = 0; hops < mostReplacements; hops++) {
    const next = replacedBy(item);
    if (next === undefined) break;
    item = remoteItem(entity, await readResource(server, type, next));
  }
  return item;
}

/** Asks for one resource and says what became of it. Throws errors that would meet every resource. */
export async function readState(server: FhirServer, typed: TypedEntity, id: string): Promise<ReadResult> {
  const { entity } = typed;
  try {
    const item = await readSurvivor(server, typed, id);
    if (item.remoteId === id) return { state: "found", item };
    return { state: "merged", remoteId: id, into: item };
  } catch (error) {
    if (hasCode(error, "resource_not_found", "resource_deleted")) return { state: "deleted", remoteId: id };
    if (!concernsOneResource(error)) throw error;
    return { state: "refused", remoteId: id, error: itemError(entity, error, id) };
  }
}

type Gathered = Pick<PullPage, "items" | "unread" | "errors" | "deleted">;

const mostTextLength = 16 * 1024 * 1024;

/** A page while it fills. */
export class PageDraft {
  private items: RemoteItem[] = [];
  private unread: UnreadItem[] = [];
  private errors: ItemError[] = [];
  private deleted: { entity: Entity; remoteId: string }[] = [];
  private textLength = 0;
  private startedAt = performance.now();

  /** Takes in a resource; one that another replaced is gone. */
  add(item: RemoteItem): void {
    if (replacedBy(item) !== undefined) {
      this.addDeleted(item.entity, item.remoteId);
      return;
    }
    this.items.push(item);
    this.textLength += item.text.length;
  }

  /** Takes in a line of so many bytes that may stay unread. */
  addUnread(item: UnreadItem, bytes: number): void {
    this.unread.push(item);
    this.textLength += bytes;
  }

  addError(error: ItemError): void {
    this.errors.push(error);
  }

  addDeleted(entity: Entity, remoteId: string): void {
    this.deleted.push({ entity, remoteId });
  }

  addState(entity: Entity, result: ReadResult): void {
    if (result.state === "found") this.add(result.item);
    else if (result.state === "refused") this.addError(result.error);
    else this.addDeleted(entity, result.remoteId);
    if (result.state === "merged") this.add(result.into);
  }

  /** True when it holds as much as a page should, in number or in size. */
  isFull(pageSize: number): boolean {
    const size = this.items.length + this.unread.length + this.errors.length + this.deleted.length;
    return size >= pageSize || this.textLength >= mostTextLength;
  }

  /** Hands over what was gathered and begins the next page. */
  take(): Gathered & { fetchMs: number } {
    const { items, unread, errors, deleted } = this;
    const fetchMs = Math.round(performance.now() - this.startedAt);
    this.items = [];
    this.unread = [];
    this.errors = [];
    this.deleted = [];
    this.textLength = 0;
    return { items, unread, errors, deleted, fetchMs };
  }

  /** The time until the next page counts from here: what the consumer did in between is not the vendor's. */
  resume(): void {
    this.startedAt = performance.now();
  }
}
