"use client";

import type { RecordEntity } from "@/lib/records/schema";
import { recordKinds } from "./kinds";
import type { RecordKind } from "./kinds/record-kind";
import { RecordBrowser } from "./record-browser";
import { RecordPage } from "./record-page";
import type { RecordOf } from "./record-shapes";

/** The list of an entity, or with an id one record of it. */
export function RecordScreen<E extends RecordEntity>({ entity, id }: { entity: E; id?: string }) {
  const kind: RecordKind<RecordOf<E>> = recordKinds[entity];
  // Another kind is another screen: nothing typed or chosen in one goes on in the other.
  return id === undefined ? (
    <RecordBrowser key={entity} kind={kind} />
  ) : (
    <RecordPage key={entity} kind={kind} id={id} />
  );
}
