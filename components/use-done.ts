"use client";

import { useState } from "react";
import { ApiError } from "@/components/api";
import { notify } from "@/components/ui/toaster";

interface Told {
  readonly title: string;
  readonly detail?: string;
}

/** Does something at the press of a button, one at a time, and says how it went; `failed` is its title where it did not. */
export function useDone() {
  const [isUnderWay, setUnderWay] = useState(false);
  const run = async (act: () => Promise<Told>, failed: string) => {
    if (isUnderWay) return;
    setUnderWay(true);
    try {
      notify(await act());
    } catch (error) {
      const detail = error instanceof ApiError ? error.message : undefined;
      notify({ tone: "bad", title: failed, detail });
    } finally {
      setUnderWay(false);
    }
  };
  return { run, isUnderWay };
}
