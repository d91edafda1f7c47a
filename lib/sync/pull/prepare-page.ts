/** What a vendor's page needs before it can be committed: hashes for all of it, records for what is new. */
import type { PullPage } from "@/lib/connectors/contract";
import { packText } from "@/lib/platform/crypto";
import { mapInTurns } from "@/lib/platform/turns";
import type { Page } from "../commit/commit-page";
import { findKnown, findKnownLines } from "../commit/known-items";
import { hashItems, mapItems, mapPage } from "../commit/map-page";
import type { Slice } from "../slice";

/** The part of a page that is made from its resources. */
export type Prepared = Pick<Page, "items" | "known" | "errors" | "warnings" | "deleted" | "mapMs">;

type Lines = NonNullable<PullPage["unread"]>;
type Read = Pick<PullPage, "items" | "errors" | "deleted">;

/** What the page brings, with what stands on those of its lines that are read. */
async function withLines(page: PullPage, lines: Lines): Promise<Read> {
  if (lines.length === 0) return page;
  const parts: Read[] = await mapInTurns(lines, (line) => line.read());
  return {
    items: [...parts.flatMap(({ items }) => items), ...page.items],
    errors: [...parts.flatMap(({ errors }) => errors), ...page.errors],
    deleted: [...parts.flatMap(({ deleted = [] }) => deleted), ...(page.deleted ?? [])],
  };
}

/** Prepares a page; what has not changed since the last run is not read or mapped again. */
export async function preparePage(slice: Slice, page: PullPage): Promise<Prepared> {
  const started = performance.now();
  const { run, connector, mappings } = slice;
  const lines = page.unread ?? [];
  const knownLines = await findKnownLines(run, lines, mappings);
  const read = await withLines(
    page,
    lines.filter((line) => !knownLines.has(line)),
  );
  const hashed = await hashItems(read.items, mappings);
  const knownItems = await findKnown(run, hashed);
  const mapped = await mapItems(
    connector,
    hashed.filter((item) => !knownItems.has(item)),
    mappings,
  );
  const known = [...knownLines.values(), ...knownItems.values()];
  return {
    items: await mapInTurns(mapped.items, (item) => ({ ...item, packed: packText(item.text) })),
    // A vendor may send a resource twice.
    known: [...new Map(known.map((item) => [item.linkId, item])).values()],
    errors: [...read.errors, ...mapped.errors],
    warnings: mapped.warnings,
    deleted: read.deleted ?? [],
    mapMs: performance.now() - started,
  };
}

/** Prepares a page once more, reading and mapping all of it: what seemed unchanged was not. */
export async function prepareWhole(slice: Slice, page: PullPage): Promise<Prepared> {
  const started = performance.now();
  const read = await withLines(page, page.unread ?? []);
  const mapped = await mapPage(slice.connector, read.items, slice.mappings);
  return {
    items: mapped.items,
    errors: [...read.errors, ...mapped.errors],
    warnings: mapped.warnings,
    deleted: read.deleted ?? [],
    mapMs: performance.now() - started,
  };
}
