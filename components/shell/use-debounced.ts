"use client";

import { useEffect, useState } from "react";

/** The value as it was when it last stood still for `delayMs`: what is typed, once the hand rests. */
export function useDebounced<T>(value: T, delayMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
