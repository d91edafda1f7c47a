"use client";

import { useCallback, useSyncExternalStore } from "react";
import {
  applyPreference,
  onPreferenceChange,
  type PreferenceName,
  type PreferenceValue,
  preferences,
  readPreference,
  writePreference,
} from "./preferences";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const stop = onPreferenceChange(() => {
    for (const name of Object.keys(preferences) as PreferenceName[])
      applyPreference(name, readPreference(name));
    listener();
  });
  return () => {
    listeners.delete(listener);
    stop();
  };
}

/** A choice of this device and the way to change it; every part of the page that shows it follows. */
export function usePreference<N extends PreferenceName>(name: N) {
  const value = useSyncExternalStore<PreferenceValue<N>>(
    subscribe,
    () => readPreference(name),
    () => preferences[name].fallback,
  );
  const choose = useCallback(
    (next: PreferenceValue<N>) => {
      writePreference(name, next);
      for (const listener of listeners) listener();
    },
    [name],
  );
  return [value, choose] as const;
}
