"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";
import { changedSearch } from "./changed-search";

type Changes = Readonly<Record<string, string | null>>;

/**
 * The address's values and how to change them. Changing them asks no page of the server; `push` adds a step
 * that Back undoes.
 */
export function useAddress() {
  const values = useSearchParams();
  const change = useCallback((changes: Changes, step: "replace" | "push" = "replace") => {
    const { pathname, search } = window.location;
    const address = `${pathname}${changedSearch(search, changes)}`;
    if (step === "push") window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }, []);
  return { values, change };
}
