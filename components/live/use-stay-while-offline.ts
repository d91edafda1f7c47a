"use client";

import { useEffect } from "react";
import { notify } from "@/components/ui/toaster";

/**
 * Keeps people on the page while there is no connection: another one cannot be fetched, and the browser would put
 * its own error page in place of the work.
 */
export function useStayWhileOffline(isOffline: boolean): void {
  useEffect(() => {
    if (!isOffline) return;
    const stay = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!link || link.getAttribute("href")?.startsWith("#")) return;
      event.preventDefault();
      notify({
        tone: "warn",
        title: "No connection",
        detail: "This page stays as it is. Others open once Carelane answers again.",
      });
    };
    document.addEventListener("click", stay, { capture: true });
    return () => document.removeEventListener("click", stay, { capture: true });
  }, [isOffline]);
}
