"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { apiFetch, apiPath } from "@/components/api";
import { readAgain } from "@/components/read-again";
import { usePermission } from "@/components/shell/workspace-context";
import { useList } from "@/components/use-list";
import { list } from "@/lib/http/schema";
import {
  type DeliveryQuery,
  deliverySchema,
  type WebhookChange,
  type webhookRequestSchema,
  webhookSchema,
  webhookTestResultSchema,
  webhookWithSecretSchema,
} from "@/lib/webhooks/schema";

const path = "/api/sync/webhooks";
const pathOf = (id: string) => `${path}/${encodeURIComponent(id)}`;

const keys = {
  all: ["webhooks"],
  list: ["webhooks", "list"],
  deliveries: (id: string, query: DeliveryQuery) => ["webhooks", "deliveries", id, query],
} as const;

/** No line tells of deliveries, so they are asked for. */
const pollMs = 5_000;

const listSchema = z.object({ data: z.array(webhookSchema) });

/** The organization's webhooks, newest first. */
export function useWebhooks() {
  return useQuery({
    queryKey: keys.list,
    queryFn: ({ signal }) => apiFetch(`${path}?limit=200`, listSchema, { signal }),
    enabled: usePermission("webhooks:read"),
    select: ({ data }) => data,
    refetchInterval: pollMs,
  });
}

const deliveryList = list(deliverySchema);

/** What was sent to a webhook, newest first. */
export function useDeliveries(id: string, query: DeliveryQuery) {
  return useList(`${pathOf(id)}/deliveries`, deliveryList, query, {
    queryKey: keys.deliveries(id, query),
    pageSize: 20,
    refetchInterval: pollMs,
  });
}

/** Where the list, or with an id a delivery log, is a CSV file. */
export function csvPath(id?: string, query: DeliveryQuery = {}): string {
  return apiPath(id ? `${pathOf(id)}/deliveries` : path, { ...query, format: "csv" });
}

/** What is done with webhooks; the screen is read again before each answers. */
export function useChangeWebhooks() {
  const client = useQueryClient();
  const ask = async <S extends z.ZodType>(
    address: string,
    schema: S,
    method: "POST" | "PUT" | "DELETE",
    body?: object,
  ): Promise<z.output<S>> => {
    const answer = await apiFetch(address, schema, { method, body });
    await readAgain(client, keys.all);
    return answer;
  };
  return {
    create: (request: z.input<typeof webhookRequestSchema>) =>
      ask(path, webhookWithSecretSchema, "POST", request),
    change: (id: string, change: WebhookChange) => ask(pathOf(id), webhookSchema, "PUT", change),
    rotate: (id: string) => ask(`${pathOf(id)}/rotate`, webhookWithSecretSchema, "POST", {}),
    remove: (id: string) => ask(pathOf(id), z.undefined(), "DELETE"),
    test: (id: string) => ask(`${pathOf(id)}/test`, webhookTestResultSchema, "POST", {}),
    replay: (id: string, deliveryId: string) =>
      ask(`${pathOf(id)}/deliveries/${encodeURIComponent(deliveryId)}/replay`, deliverySchema, "POST", {}),
  };
}
