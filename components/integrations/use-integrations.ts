"use client";

import { type QueryKey, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { type ApiInit, apiFetch } from "@/components/api";
import { useLive, usePollInterval } from "@/components/live/use-live";
import { useMessageNews } from "@/components/messages/use-messages";
import { readAgain } from "@/components/read-again";
import { usePermission } from "@/components/shell/workspace-context";
import { useList } from "@/components/use-list";
import { list } from "@/lib/http/schema";
import {
  deletedIntegrationSchema,
  type IntegrationView,
  integrationEventSchema,
  integrationSchema,
  signingKeySchema,
  subscriptionSchema,
  testResultSchema,
} from "@/lib/integrations/schema";
import { type ConnectorView, connectorSchema } from "@/lib/integrations/view";
import { messageTrafficSchema } from "@/lib/messages/schema";
import { integrationStatsSchema, syncJobSchema } from "@/lib/sync/schema";

const path = "/api/integrations";
const keys = {
  /** Also what the shell and other areas know of integrations. */
  all: ["integrations"],
  list: [path],
  one: (id: string) => ["integrations", "one", id],
  stats: (id: string) => ["integrations", "stats", id],
  jobs: (id: string) => ["integrations", "jobs", id],
  subscriptions: (id: string) => ["integrations", "subscriptions", id],
  traffic: (id: string) => ["integrations", "one", id, "traffic"],
  signingKeys: (id: string) => ["integrations", "keys", id],
  events: (id: string) => [`${path}/${id}/events`],
} as const;

const restingPollMs = 30_000;
const recentJobs = 8;

const integrationList = list(integrationSchema);
const eventList = list(integrationEventSchema);

export function useIntegrationList(filters: Readonly<Record<string, string | undefined>>) {
  return useList(path, integrationList, filters);
}

/** One integration, asked again now and then: its status also changes without a person. */
export function useIntegration(id: string) {
  return useQuery({
    queryKey: keys.one(id),
    queryFn: ({ signal }) => apiFetch(`${path}/${encodeURIComponent(id)}`, integrationSchema, { signal }),
    refetchInterval: usePollInterval() || restingPollMs,
  });
}

const catalogueSchema = z.object({ data: z.array(connectorSchema) });

/** The connectors there are. They change with the program alone, so one answer serves the visit. */
export function useConnectors() {
  return useQuery({
    queryKey: ["integrations", "connectors"],
    queryFn: ({ signal }) => apiFetch(`${path}/connectors`, catalogueSchema, { signal }),
    select: ({ data }) => data,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useConnector(id: string | undefined): ConnectorView | undefined {
  return useConnectors().data?.find((connector) => connector.id === id);
}

export function useIntegrationStats(id: string) {
  return useQuery({
    queryKey: keys.stats(id),
    queryFn: ({ signal }) => apiFetch(`${path}/${id}/stats`, integrationStatsSchema, { signal }),
  });
}

const jobsSchema = z.object({ data: z.array(syncJobSchema) });

/** Its newest sync jobs; none for those who may not read syncs. */
export function useIntegrationJobs(id: string) {
  return useQuery({
    queryKey: keys.jobs(id),
    queryFn: ({ signal }) => apiFetch(`${path}/${id}/jobs?limit=${recentJobs}`, jobsSchema, { signal }),
    enabled: usePermission("sync:read"),
    select: ({ data }) => data,
    refetchInterval: usePollInterval(),
  });
}

/** What happened to it, newest first. */
export function useIntegrationEvents(id: string) {
  return useList(`${path}/${id}/events`, eventList);
}

const subscriptionsSchema = z.object({ data: z.array(subscriptionSchema) });

/** How real time stands, asked again now and then: the system tells without a person. */
export function useSubscriptions(id: string) {
  return useQuery({
    queryKey: keys.subscriptions(id),
    queryFn: ({ signal }) => apiFetch(`${path}/${id}/subscriptions`, subscriptionsSchema, { signal }),
    select: ({ data }) => data,
    refetchInterval: usePollInterval() || restingPollMs,
  });
}

/** What goes to and fro as messages, read again with the integration as they come. */
export function useTraffic(id: string) {
  useMessageNews(keys.one(id));
  return useQuery({
    queryKey: keys.traffic(id),
    queryFn: ({ signal }) => apiFetch(`${path}/${id}/traffic`, messageTrafficSchema, { signal }),
    refetchInterval: usePollInterval() || restingPollMs,
  });
}

const signingKeysSchema = z.object({ data: z.array(signingKeySchema) });

export function useSigningKeys(id: string) {
  return useQuery({
    queryKey: keys.signingKeys(id),
    queryFn: ({ signal }) => apiFetch(`${path}/${id}/keys`, signingKeysSchema, { signal }),
    select: ({ data }) => data,
  });
}

/** Reads integrations again whenever a sync changes its state: records, last sync and status follow from syncs. */
export function useIntegrationsLive(): void {
  const client = useQueryClient();
  useLive(["sync"], (message) => {
    if (message.type !== "SYNC_PROGRESS" || message.status === "RUNNING") return;
    void client.invalidateQueries({ queryKey: keys.all });
    void client.invalidateQueries({ queryKey: keys.list });
  });
}

/** Doing things to integrations. What is on screen of them is read again meanwhile; nobody has to wait for that. */
export function useIntegrationCalls() {
  const client = useQueryClient();
  const refresh = (id: string) => {
    for (const queryKey of [keys.all, keys.list, keys.events(id), ["sync"]]) void readAgain(client, queryKey);
  };
  const call = async <S extends z.ZodType>(id: string, address: string, schema: S, init: ApiInit) => {
    try {
      return await apiFetch(`${path}${address}`, schema, init);
    } finally {
      refresh(id);
    }
  };
  const post = <S extends z.ZodType>(id: string, action: string, schema: S) =>
    call(id, `/${id}/${action}`, schema, { method: "POST", body: {} });
  /** Shows an integration as it was just answered. */
  const show = (integration: IntegrationView): IntegrationView => {
    client.setQueryData(keys.one(integration.id), integration);
    return integration;
  };
  return {
    create: async (body: object) => show(await call("", "", integrationSchema, { method: "POST", body })),
    /** Refused with 412 when it is no longer as it was seen here. */
    change: async ({ id, updatedAt }: Pick<IntegrationView, "id" | "updatedAt">, body: object) => {
      const headers = { "if-match": `"${updatedAt}"` };
      return show(await call(id, `/${id}`, integrationSchema, { method: "PUT", body, headers }));
    },
    test: (id: string) => post(id, "test", testResultSchema),
    pause: async (id: string) => show(await post(id, "pause", integrationSchema)),
    resume: async (id: string) => show(await post(id, "resume", integrationSchema)),
    sync: (id: string) => post(id, "sync", syncJobSchema),
    rotateKey: (id: string) => post(id, "rotate-key", integrationSchema),
    remove: async (id: string) => {
      const gone = await apiFetch(`${path}/${id}`, deletedIntegrationSchema, { method: "DELETE" });
      // What its own page shows of it is not asked for again: it would not be found.
      const isOfAnother = ({ queryKey }: { queryKey: QueryKey }) => !queryKey.includes(id);
      await client.invalidateQueries({ queryKey: keys.all, predicate: isOfAnother });
      await readAgain(client, keys.list);
      return gone;
    },
  };
}

/** Has one integration read again, as after a change that was refused because another came first. */
export function useReadIntegrationAgain(id: string): () => Promise<void> {
  const client = useQueryClient();
  return () => readAgain(client, keys.one(id));
}
