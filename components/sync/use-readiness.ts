"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { send } from "@/components/api";

const readinessSchema = z.object({ checks: z.object({ redis: z.string(), worker: z.string() }) });

const checkEveryMs = 10_000;

/** Read by hand: an installation that is not ready answers 503 with the same body, which is no problem document. */
async function fetchReadiness(signal: AbortSignal) {
  const response = await send("/api/health/ready", { signal });
  return readinessSchema.parse(await response.json()).checks;
}

/** Which of the parts that syncs need is away; null while all are there or nobody knows. */
export function useMissingPart(): "redis" | "worker" | null {
  const { data } = useQuery({
    queryKey: ["health", "ready"],
    queryFn: ({ signal }) => fetchReadiness(signal),
    refetchInterval: checkEveryMs,
  });
  if (!data) return null;
  if (data.redis !== "ok") return "redis";
  return data.worker === "ok" ? null : "worker";
}
