"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";

const readinessSchema = z.object({ checks: z.object({ redis: z.string(), worker: z.string() }) });

/** Read by hand: an installation that is not ready answers 503 with the same body, which is no problem document. */
async function fetchReadiness(signal: AbortSignal) {
  const response = await fetch("/api/health/ready", { signal });
  return readinessSchema.parse(await response.json()).checks;
}

/** Which of the parts that syncs need is away; null while all are there or nobody knows. */
export function useMissingPart(): "redis" | "worker" | null {
  const { data } = useQuery({
    queryKey: ["health", "ready"],
    queryFn: ({ signal }) => fetchReadiness(signal),
    refetchInterval: 30_000,
  });
  if (!data) return null;
  if (data.redis !== "ok") return "redis";
  return data.worker === "ok" ? null : "worker";
}
