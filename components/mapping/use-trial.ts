"use client";

import { useState } from "react";
import { useDebounced } from "@/components/shell/use-debounced";
import { usePermission } from "@/components/shell/workspace-context";
import type { PreviewRequest } from "@/lib/mapping/schema";
import { type DraftField, gapsOf, mappingsOf } from "./draft";
import { remarksOf } from "./use-draft";
import { type MappingPlace, useMappingPreview, useTrialRecords } from "./use-mapping";

const afterTypingMs = 500;

export type TrialDirection = PreviewRequest["direction"];

/**
 * Tries the draft with a record, once the hand rests: what it makes of it, and what is wrong with its fields. Fields that
 * are not filled in are left out. Without a record only the fields are checked.
 */
export function useTrial(place: MappingPlace, draft: readonly DraftField[]) {
  const mayPreview = usePermission("records:raw");
  const records = useTrialRecords(place);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [direction, setDirection] = useState<TrialDirection>("pull");
  const settled = useDebounced(draft, afterTypingMs);
  const sent = settled.filter((field) => gapsOf(field).length === 0);
  const recordId = chosenId ?? records.data?.[0]?.id;
  const subject = recordId === undefined ? { record: {} } : { recordId };
  const isReady = mayPreview && (records.isSuccess || records.isError);
  const preview = useMappingPreview(
    place,
    isReady ? { ...subject, direction, mapping: mappingsOf(sent) } : null,
  );
  return {
    mayPreview,
    records,
    recordId,
    choose: setChosenId,
    direction,
    setDirection,
    preview,
    /** What the server says of the fields that were sent. */
    remarks: remarksOf(preview.error, sent),
    isBehind: settled !== draft || preview.isFetching,
  };
}

export type Trial = ReturnType<typeof useTrial>;
