"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { Button } from "@/components/ui/button";

/** A list that is read page by page, as far as its end needs to know. */
export type PagedList = {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
};

/** The end of a list that goes on: more is read when it comes near, or by its button. */
export function LoadMore({ list }: { list: PagedList }) {
  const { hasNextPage, isFetchingNextPage: loading, isFetchNextPageError: failed, fetchNextPage } = list;
  const end = useRef<HTMLDivElement>(null);
  const onNear = useEffectEvent(() => {
    // After a failure only the button asks again, or the list would ask without end.
    if (!loading && !failed) fetchNextPage();
  });
  useEffect(() => {
    if (!end.current || loading) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onNear(), {
      rootMargin: "600px",
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [loading]);
  if (!hasNextPage) return null;
  return (
    <div ref={end} className="flex items-center gap-2.5 px-4.5 py-2.5">
      <Button size="sm" loading={loading} onClick={() => fetchNextPage()}>
        {failed ? "Try again" : "Load more"}
      </Button>
      {failed ? <span className="text-ink-3 text-xs">The next rows could not be read.</span> : null}
    </div>
  );
}

type ShowMoreProps = { list: Omit<PagedList, "isFetchNextPageError">; className?: string };

/** Reads the next page of a list that goes on, when asked. */
export function ShowMore({ list, className }: ShowMoreProps) {
  if (!list.hasNextPage) return null;
  return (
    <Button
      size="sm"
      className={className}
      loading={list.isFetchingNextPage}
      onClick={() => list.fetchNextPage()}
    >
      Show more
    </Button>
  );
}
