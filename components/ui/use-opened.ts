"use client";

import { useAddress } from "./use-address";

/** What of a list is open, by its id. It stands in the address under `name`: the way back closes it. */
export function useOpened(name: string) {
  const { values, change } = useAddress();
  const id = values.get(name);
  const open = (next: string | null) => change({ [name]: next }, id === null ? "push" : "replace");
  return { id, open };
}
