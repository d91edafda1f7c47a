"use client";

import { useMemo } from "react";
import type { DescribedMessage } from "@/lib/hl7/schema";
import { type Place, segmentOf } from "./place";
import { segmentWords } from "./segment-words";

export type FieldNames = {
  /** What a place of a message is called; null where nobody knows. */
  nameOf: (place: Place) => string | null;
};

/** The names of a message's places. */
export function useFieldNames({ segments }: Pick<DescribedMessage, "segments">): FieldNames {
  return useMemo(() => {
    const nameOf = (place: Place) => {
      const segment = segments[segmentOf(place)];
      return segment && !place.includes("/") ? segmentWords(segment.name) : null;
    };
    return { nameOf };
  }, [segments]);
}
