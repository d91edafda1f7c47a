"use client";

import { useRef } from "react";

/**
 * Gives the focus back to where it was before a dialog or a panel opened. Radix does so only for its own
 * triggers, and ours open from rows, keys and menus as well. Spread it on the content.
 */
export function useFocusReturn() {
  const before = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      if (before.current instanceof HTMLElement) before.current.focus();
    },
  };
}
