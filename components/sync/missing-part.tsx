"use client";

import { BannerStrip } from "@/components/ui/banner";
import { useMissingPart } from "./use-readiness";

const words = {
  worker: {
    title: "No worker is running",
    text: "Syncs you start are accepted and kept. They begin as soon as a worker is back.",
  },
  redis: {
    title: "Redis does not answer",
    text: "Syncs you start are accepted and kept. They begin as soon as Redis is back, and nothing is lost.",
  },
} as const;

/** Says when work waits because a part of the installation is away. */
export function MissingPart() {
  const part = useMissingPart();
  if (!part) return null;
  return (
    <BannerStrip tone="warn" title={words[part].title}>
      {words[part].text}
    </BannerStrip>
  );
}
