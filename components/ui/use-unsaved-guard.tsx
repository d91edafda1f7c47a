"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { DiscardChanges } from "./discard-changes";

/** The link that a press follows in this window; null for any other press. */
function followedLink(event: MouseEvent): HTMLAnchorElement | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  return link?.href && link.target !== "_blank" && !link.download ? link : null;
}

/**
 * Keeps what was typed and not saved: closing the tab asks, following a link asks, and `ask` asks before anything else
 * that would lose it. `question` is to be rendered. The browser's own Back is not held.
 */
export function useUnsavedGuard(isDirty: boolean): { ask: (go: () => void) => void; question: ReactNode } {
  const router = useRouter();
  const [waiting, setWaiting] = useState<{ go: () => void } | null>(null);
  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    const hold = (event: MouseEvent) => {
      const link = followedLink(event);
      if (!link || new URL(link.href).origin !== window.location.origin) return;
      event.preventDefault();
      event.stopPropagation();
      setWaiting({ go: () => router.push(link.href) });
    };
    window.addEventListener("beforeunload", warn);
    // Before the page's own listeners, which follow the link without asking.
    window.addEventListener("click", hold, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", warn);
      window.removeEventListener("click", hold, { capture: true });
    };
  }, [isDirty, router]);
  const leave = () => {
    setWaiting(null);
    waiting?.go();
  };
  return {
    ask: (go) => (isDirty ? setWaiting({ go }) : go()),
    question: waiting ? <DiscardChanges onKeep={() => setWaiting(null)} onDiscard={leave} /> : null,
  };
}
