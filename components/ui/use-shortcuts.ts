"use client";

import { useEffect, useEffectEvent } from "react";

/** What to do by key: a character as typed ("j", "/", "["), "Enter", or "mod+k" with Control or Command. */
export type Shortcuts = Readonly<Record<string, ((event: KeyboardEvent) => void) | undefined>>;

type Press = Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey">;

/** The name under which a press stands in Shortcuts, or null when it is some other combination. */
export function shortcutName(press: Press): string | null {
  if (press.altKey) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  return press.metaKey || press.ctrlKey ? `mod+${key}` : key;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]")
  );
}

/**
 * Single keys work only where they cannot be meant for something else: not while typing, not inside another dialog,
 * menu or list than their own, and not when their owner switched them off (WCAG 2.1.4).
 */
function mayUseSingleKeys(target: EventTarget | null, ownLayer: Element | null): boolean {
  if (document.documentElement.dataset.shortcuts === "off" || isTyping(target)) return false;
  const layer = target instanceof Element ? target.closest("[data-layer]") : null;
  return layer === ownLayer;
}

type ShortcutOptions = {
  enabled?: boolean;
  /** Goes before the shortcuts of what lies below, as a panel does over its list. */
  first?: boolean;
  /** The dialog whose keys these are; without one they are the page's. */
  layer?: { readonly current: Element | null };
};

/** Keys that work anywhere on the page, or in the dialog they are for, while the component is shown. */
export function useShortcuts(
  shortcuts: Shortcuts,
  { enabled = true, first = false, layer }: ShortcutOptions = {},
) {
  const onPress = useEffectEvent((event: KeyboardEvent) => {
    const name = shortcutName(event);
    const act = name === null ? undefined : shortcuts[name];
    if (!name || !act || event.defaultPrevented || event.isComposing) return;
    if (!name.startsWith("mod+") && !mayUseSingleKeys(event.target, layer?.current ?? null)) return;
    event.preventDefault();
    act(event);
  });
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => onPress(event);
    document.addEventListener("keydown", listen, { capture: first });
    return () => document.removeEventListener("keydown", listen, { capture: first });
  }, [enabled, first]);
}
