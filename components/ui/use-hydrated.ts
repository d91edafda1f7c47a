"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False on the server and for the first paint: for what depends on the viewer's zone or window. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
