"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { ApiError, type ApiInit, apiFetch, apiPath } from "@/components/api";
import { readAgain } from "@/components/read-again";
import type { Attention } from "@/components/shell/navigation";
import { usePermission } from "@/components/shell/workspace-context";
import { useList } from "@/components/use-list";
import {
  type ChannelDeliveryQuery,
  type ChannelMessageState,
  type ChannelRetry,
  type ChannelStatus,
  type ChannelTest,
  type channelChangeSchema,
  channelCountSchema,
  channelDeliverySchema,
  channelMessageSchema,
  type channelRequestSchema,
  channelSchema,
  channelTestResultSchema,
  channelVersionSchema,
} from "@/lib/channels/schema";
import { list } from "@/lib/http/schema";

/** A channel as it was answered. */
export type Channel = z.output<typeof channelSchema>;
/** The same of a version. */
export type Version = z.output<typeof channelVersionSchema>;

const path = "/api/channels";
const pathOf = (id: string, ...parts: string[]) =>
  [path, ...[id, ...parts].map(encodeURIComponent)].join("/");

/** What a channel took or sends, as a file. */
export function channelFile(
  id: string,
  what: "messages" | "deliveries",
  filter: { state?: string; destinationId?: string },
): string {
  return apiPath(pathOf(id, what), { ...filter, format: "csv" });
}

const keys = {
  all: ["channels"],
  list: (status?: string) => ["channels", "list", status],
  one: (id: string) => ["channels", "one", id],
  messages: (id: string, state?: string) => ["channels", "messages", id, state],
  deliveries: (id: string, query: ChannelDeliveryQuery) => ["channels", "deliveries", id, query],
  versions: (id: string, newest: number) => ["channels", "versions", id, newest],
} as const;

/** No line tells of channels, so they are asked for. */
const pollMs = 5_000;
const restingPollMs = 60_000;

const channelList = list(channelSchema);
const messageList = list(channelMessageSchema);
const deliveryList = list(channelDeliverySchema);
const versionList = list(channelVersionSchema);

/** Channels page by page, newest first. */
export function useChannelList(status?: ChannelStatus) {
  return useList(path, channelList, { status }, { queryKey: keys.list(status), refetchInterval: pollMs });
}

/** Channels for choices, the palette and the navigation; none for those who may not read them. */
export function useAllChannels(): readonly Channel[] {
  const { data } = useQuery({
    queryKey: keys.list("all"),
    queryFn: ({ signal }) => apiFetch(`${path}?limit=200`, channelList, { signal }),
    enabled: usePermission("channels:read"),
    staleTime: restingPollMs,
    refetchInterval: restingPollMs,
  });
  return data?.data ?? [];
}

/** How many channels wait for a person: they cannot run as they are defined, or run and cannot take what comes. */
export function useChannelAttention(): Attention {
  const channels = useAllChannels();
  const broken = channels.filter(({ status }) => status === "ERROR");
  const failing = channels.filter(({ status, failed }) => status === "RUNNING" && failed > 0);
  const count = broken.length + failing.length;
  return count > 0 ? { "/channels": { shape: broken.length > 0 ? "bad" : "warn", count } } : {};
}

export function useChannel(id: string) {
  return useQuery({
    queryKey: keys.one(id),
    queryFn: ({ signal }) => apiFetch(pathOf(id), channelSchema, { signal }),
    refetchInterval: pollMs,
  });
}

/** What a channel did with each message, newest first. */
export function useChannelMessages(id: string, state?: ChannelMessageState) {
  return useList(
    pathOf(id, "messages"),
    messageList,
    { state },
    {
      queryKey: keys.messages(id, state),
      refetchInterval: pollMs,
    },
  );
}

/** What goes out of a channel, newest first. */
export function useChannelDeliveries(id: string, query: ChannelDeliveryQuery) {
  return useList(pathOf(id, "deliveries"), deliveryList, query, {
    queryKey: keys.deliveries(id, query),
    refetchInterval: pollMs,
  });
}

/** Its versions, newest first; asked for again once there is a newer one than `newest`. */
export function useChannelVersions(id: string, newest: number) {
  return useList(pathOf(id, "versions"), versionList, {}, { queryKey: keys.versions(id, newest) });
}

type ChannelRequestBody = z.input<typeof channelRequestSchema>;
type ChannelChangeBody = z.input<typeof channelChangeSchema>;

const testResultsSchema = z.object({ data: z.array(channelTestResultSchema) });

/** What is done with channels; the screen is read again before each answers. */
export function useChannelCalls() {
  const client = useQueryClient();
  const ask = async <S extends z.ZodType>(
    address: string,
    schema: S,
    init: ApiInit,
  ): Promise<z.output<S>> => {
    const answer = await apiFetch(address, schema, init);
    await readAgain(client, keys.all);
    return answer;
  };
  const post = <S extends z.ZodType>(address: string, schema: S, body: object = {}) =>
    ask(address, schema, { method: "POST", body });
  return {
    create: (body: ChannelRequestBody) => post(path, channelSchema, body),
    /** Refused where the channel is at another version by now; the screen then reads that one. */
    change: async (id: string, version: number, body: ChannelChangeBody) => {
      const headers = { "if-match": `"${version}"` };
      try {
        return await ask(pathOf(id), channelSchema, { method: "PUT", body, headers });
      } catch (error) {
        if (error instanceof ApiError && error.status === 412) await readAgain(client, keys.all);
        throw error;
      }
    },
    start: (id: string) => post(pathOf(id, "start"), channelSchema),
    stop: (id: string) => post(pathOf(id, "stop"), channelSchema),
    rollback: (id: string, version: number) => post(pathOf(id, "rollback"), channelSchema, { version }),
    retryMessage: (id: string, messageId: string) =>
      post(pathOf(id, "messages", messageId, "retry"), z.unknown()),
    retryMessages: (id: string) => post(pathOf(id, "messages", "retry"), channelCountSchema),
    /** All that failed, where none are named. */
    dismissMessages: (id: string, messageIds?: string[]) =>
      post(pathOf(id, "messages", "dismiss"), channelCountSchema, { messageIds }),
    retryDelivery: (id: string, deliveryId: string) =>
      post(pathOf(id, "deliveries", deliveryId, "retry"), z.unknown()),
    retryDeliveries: (id: string, body: ChannelRetry) =>
      post(pathOf(id, "deliveries", "retry"), channelCountSchema, body),
    dropDeliveries: (id: string, destinationId: string) =>
      post(pathOf(id, "deliveries", "drop"), channelCountSchema, { destinationId }),
    /** Nothing changes by a test, so nothing is read again. */
    test: async (id: string, body: ChannelTest) => {
      const init = { method: "POST", body } as const;
      return (await apiFetch(pathOf(id, "test"), testResultsSchema, init)).data;
    },
    /** What its own page shows is not asked for again: it would not be found. */
    remove: async (id: string) => {
      await apiFetch(pathOf(id), z.undefined(), { method: "DELETE" });
      await client.invalidateQueries({ queryKey: ["channels", "list"] });
    },
  };
}
