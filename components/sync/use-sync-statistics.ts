"use client";

import { useQuery } from "@tanstack/react-query";
import { apiFetch, apiPath } from "@/components/api";
import { statisticsSchema } from "@/lib/sync/schema";
import { startOfDay } from "./job-filters";

export const statisticsKey = ["sync", "statistics"] as const;

const hourMs = 60 * 60 * 1000;
const busyPollMs = 5_000;
const restingPollMs = 30_000;

/** Figures since `from`, a function of the moment they are asked for. */
function useStatistics(range: "hour" | "day", from: () => Date, isBusy: boolean) {
  return useQuery({
    queryKey: [...statisticsKey, range],
    queryFn: ({ signal }) => {
      const query = { interval: range === "hour" ? "minute" : "hour", from: from().toISOString() };
      return apiFetch(apiPath("/api/sync/statistics", query), statisticsSchema, { signal });
    },
    refetchInterval: isBusy ? busyPollMs : restingPollMs,
  });
}

/** The last hour by the minute. No line tells of figures, so they are asked for, more often while jobs run. */
export function useLastHour(isBusy: boolean) {
  return useStatistics("hour", () => new Date(Date.now() - hourMs), isBusy);
}

/** The viewer's day so far. */
export function useToday(isBusy: boolean) {
  return useStatistics("day", () => startOfDay(new Date()), isBusy);
}
