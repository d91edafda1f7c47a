"use client";

import { useState } from "react";
import { useAddress } from "@/components/ui/use-address";
import {
  type FilterChanges,
  hasTyped,
  openFilters,
  openNames,
  partChanges,
  type QuietFilters,
} from "./message-filters";

/** The filters of the list and how to change them: those of the address, and those that only this page knows. */
export function useFilters() {
  const { values, change } = useAddress();
  const [quiet, setQuiet] = useState<QuietFilters>({});
  const filters = { ...openFilters(values), ...quiet };
  return {
    filters,
    isNarrowed: Object.keys(filters).length > 0,
    isTyped: hasTyped(filters),
    /** Nothing is set that must stay out of addresses. */
    isOpen: Object.keys(quiet).length === 0,
    change: (changes: FilterChanges) => {
      const parts = partChanges(changes);
      if (Object.keys(parts.open).length > 0) change(parts.open);
      setQuiet((before) =>
        Object.fromEntries(
          Object.entries({ ...before, ...parts.quiet }).filter(([, value]) => value !== null),
        ),
      );
    },
    clear: () => {
      setQuiet({});
      change(Object.fromEntries(openNames.map((name) => [name, null])));
    },
  };
}
