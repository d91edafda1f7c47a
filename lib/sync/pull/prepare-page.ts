/** What a vendor's page needs before it can be committed: hashes for all of it, records for what is new. */
import type { PullPage } from "@/lib/connectors/contract";
import type { Page } from "../commit/commit-page";
import { findKnown } from "../commit/known-items";
import { hashItems, mapItems, mapPage } from "../commit/map-page";
import type { Slice } from "../slice";

/** The part of a page that is made from its resources. */
export type Prepared = Pick<Page, "items" | "known" | "errors" | "warnings" | "mapMs">;

/** Prepares a page; what has not changed since the last run is not mapped again. */
export async function preparePage(slice: Slice, page: PullPage): Promise<Prepared> {
  const started = performance.now();
  const hashed = await hashItems(page.items, slice.mappings);
  const known = await findKnown(slice.run, hashed);
  const mapped = await mapItems(
    slice.connector,
    hashed.filter((item) => !known.has(item)),
    slice.mappings,
  );
  return {
    items: mapped.items,
    known: [...known.values()],
    errors: [...page.errors, ...mapped.errors],
    warnings: mapped.warnings,
    mapMs: performance.now() - started,
  };
}

/** Prepares a page once more, mapping all of it: what seemed unchanged was not. */
export async function prepareWhole(slice: Slice, page: PullPage): Promise<Prepared> {
  const started = performance.now();
  const mapped = await mapPage(slice.connector, page.items, slice.mappings);
  return {
    items: mapped.items,
    errors: [...page.errors, ...mapped.errors],
    warnings: mapped.warnings,
    mapMs: performance.now() - started,
  };
}
