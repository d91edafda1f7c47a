"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { apiFetch } from "@/components/api";
import { usePollInterval } from "@/components/live/use-live";
import { integrationSchema } from "@/lib/integrations/schema";
import { type IntegrationPip, stateOfIntegration } from "./integration-states";
import type { Attention } from "./navigation";
import { usePermission } from "./workspace-context";

const listedSchema = integrationSchema.pick({ id: true, name: true, status: true, lastSyncAt: true });
const integrationsSchema = z.object({ data: z.array(listedSchema) });

const refreshMs = 60_000;

/** The organization's integrations by name and state; none for those who may not see them. */
export function useIntegrations(): z.infer<typeof listedSchema>[] {
  const pollMs = usePollInterval();
  const { data } = useQuery({
    queryKey: ["integrations", "listed"],
    queryFn: ({ signal }) => apiFetch("/api/integrations?limit=200", integrationsSchema, { signal }),
    enabled: usePermission("integrations:read"),
    refetchInterval: pollMs || refreshMs,
  });
  return data?.data ?? [];
}

/** How many integrations wait for a person because the system refuses them. */
export function useIntegrationAttention(): Attention {
  const count = useIntegrations().filter(({ status }) => status === "error").length;
  return count > 0 ? { "/integrations": { shape: "bad", count } } : {};
}

/** One pip for each integration in use. */
export function useIntegrationPips(): IntegrationPip[] {
  return useIntegrations().flatMap((integration) => {
    const state = stateOfIntegration(integration);
    return state ? [{ id: integration.id, state }] : [];
  });
}
