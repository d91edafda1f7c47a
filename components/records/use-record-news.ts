"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { useLive } from "@/components/live/use-live";
import type { RecordEntity } from "@/lib/records/schema";

/**
 * Hears which records of an entity changed. A sync tells of thousands a second, so they are handed over together,
 * once every `everyMs`.
 */
export function useRecordNews(
  entity: RecordEntity,
  everyMs: number,
  onChanged: (ids: ReadonlySet<string>) => void,
): void {
  const changed = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const handOver = useEffectEvent(() => {
    const ids = changed.current;
    changed.current = new Set();
    timer.current = undefined;
    onChanged(ids);
  });
  useLive([`records:${entity}`], (message) => {
    if (message.type !== "RECORD_CHANGED") return;
    changed.current.add(message.recordId);
    timer.current ??= setTimeout(handOver, everyMs);
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}
