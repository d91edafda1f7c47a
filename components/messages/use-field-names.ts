"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { DescribedMessage } from "@/lib/hl7/schema";
import { loadDictionary } from "@/lib/hl7/view";
import { type FieldNames, namesIn } from "./field-names";

/** The names of a message's places, in the words of its version; those of segments until the others are read. */
export function useFieldNames({
  segments,
  version,
}: Pick<DescribedMessage, "segments" | "version">): FieldNames {
  const { data: dictionary } = useQuery({
    queryKey: ["hl7-dictionary", version],
    queryFn: () => loadDictionary(version ?? undefined),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return useMemo(() => namesIn(segments, dictionary), [segments, dictionary]);
}
