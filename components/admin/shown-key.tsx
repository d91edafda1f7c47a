"use client";

import { ShownOnce } from "@/components/ui/shown-once";
import type { CreatedApiKey } from "@/lib/auth/schema";

/** A key as it was just made: the one time it is shown. */
export function ShownKey({ made, onClose }: { made: CreatedApiKey; onClose: () => void }) {
  return <ShownOnce title={`Key for ${made.name}`} what="key" text={made.key} onClose={onClose} />;
}
