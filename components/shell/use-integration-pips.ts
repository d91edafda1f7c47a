"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { apiFetch } from "@/components/api";
import { usePollInterval } from "@/components/live/use-live";
import { type IntegrationPip, stateOfIntegration } from "./integration-states";
import { usePermission } from "./workspace-context";

const integrationsSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      status: z.enum(["configuring", "active", "paused", "error", "disabled"]),
      lastSyncAt: z.string().nullable(),
    }),
  ),
});

const refreshMs = 60_000;

/** One pip for each integration in use. */
export function useIntegrationPips(): IntegrationPip[] {
  const pollMs = usePollInterval();
  const { data } = useQuery({
    queryKey: ["integrations", "pips"],
    queryFn: ({ signal }) => apiFetch("/api/integrations?limit=200", integrationsSchema, { signal }),
    enabled: usePermission("integrations:read"),
    refetchInterval: pollMs || refreshMs,
  });
  return (data?.data ?? []).flatMap((integration) => {
    const state = stateOfIntegration(integration);
    return state ? [{ id: integration.id, state }] : [];
  });
}
