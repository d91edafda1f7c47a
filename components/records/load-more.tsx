"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { Button } from "@/components/ui/button";

type LoadMoreProps = { loading: boolean; failed: boolean; onMore: () => void };

/** The end of a list that goes on: more is read when it comes near, or by its button. */
export function LoadMore({ loading, failed, onMore }: LoadMoreProps) {
  const end = useRef<HTMLDivElement>(null);
  const onNear = useEffectEvent(() => {
    // After a failure only the button asks again, or the list would ask without end.
    if (!loading && !failed) onMore();
  });
  useEffect(() => {
    if (!end.current || loading) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onNear(), {
      rootMargin: "600px",
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [loading]);
  return (
    <div ref={end} className="flex items-center gap-2.5 px-4.5 py-2.5">
      <Button size="sm" loading={loading} onClick={onMore}>
        {failed ? "Try again" : "Load more"}
      </Button>
      {failed ? <span className="text-ink-3 text-xs">The next rows could not be read.</span> : null}
    </div>
  );
}
