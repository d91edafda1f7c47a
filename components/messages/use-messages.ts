"use client";

import {
  type QueryClient,
  type QueryKey,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { z } from "zod";
import { apiFetch } from "@/components/api";
import { useLive, usePollInterval } from "@/components/live/use-live";
import { readAgain } from "@/components/read-again";
import { useList } from "@/components/use-list";
import { describedMessageSchema } from "@/lib/hl7/schema";
import { list } from "@/lib/http/schema";
import {
  type MessageFilter,
  type MessageView,
  messageDetailSchema,
  messageSchema,
  type ReplayMapping,
  replayPreviewSchema,
  replaySchema,
} from "@/lib/messages/schema";
import { isUnderWay } from "./message-words";

const path = "/api/messages";
const one = (id: string) => `${path}/${encodeURIComponent(id)}`;
const task = (id: string) => `${path}/replays/${encodeURIComponent(id)}`;

const keys = {
  all: ["messages"],
  lists: ["messages", "list"],
  one: (id: string) => ["messages", "one", id],
  task: (id: string) => ["messages", "replay", id],
} as const;

const messageList = list(messageSchema);
const underWayPollMs = 2_000;
/** A busy sender's news come several times a second; nobody reads so fast. */
const newsMs = 1_000;

/** So long a message that was received is expected to be processed soon. */
const freshMs = 60_000;

function isBeingProcessed(message: MessageView): boolean {
  return isUnderWay(message) && Date.now() - Date.parse(message.receivedAt) < freshMs;
}

/** Has what is asked for under this key read again when messages came, went or changed. */
export function useMessageNews(queryKey: QueryKey): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLive(["messages"], ({ type }) => {
    if (type !== "MESSAGES_CHANGED") return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey });
    }, newsMs);
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}

/** Messages page by page, newest first; read again as soon as there are others, or some are being processed. */
export function useMessageList(filter: MessageFilter) {
  useMessageNews(keys.lists);
  const restingPollMs = usePollInterval();
  return useList(path, messageList, filter, {
    queryKey: [...keys.lists, filter],
    refetchInterval: ({ state }) => {
      const isMoving = state.data?.pages.some(({ data }) => data.some(isBeingProcessed)) ?? false;
      return isMoving ? underWayPollMs : restingPollMs;
    },
  });
}

/**
 * One message whole. Each look is audited, so it is read again only while its state goes on by itself, and after
 * somebody did something with it.
 */
export function useMessage(id: string) {
  return useQuery({
    queryKey: keys.one(id),
    queryFn: ({ signal }) => apiFetch(one(id), messageDetailSchema, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? underWayPollMs : false),
  });
}

type Replay = { mapping: ReplayMapping; raw?: string };

/** Replays a message, as it was or as edited; answers the new one. */
export function useReplay({ id }: Pick<MessageView, "id">) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Replay) => apiFetch(`${one(id)}/replay`, messageSchema, { method: "POST", body }),
    onSuccess: () => readAgain(client, keys.all),
  });
}

type ReplayMany = { filter: MessageFilter; mapping: ReplayMapping };

/** How many messages a replay would take, and the newest of them; nothing is done. */
export function useReplayPreview(asked: ReplayMany) {
  return useQuery({
    queryKey: [...keys.all, "preview", asked],
    queryFn: ({ signal }) =>
      apiFetch(`${path}/replay`, replayPreviewSchema, {
        method: "POST",
        body: { ...asked, dryRun: true },
        signal,
      }),
  });
}

const startedSchema = z.object({ taskId: z.guid(), count: z.int() });

/** Starts a replay of many; answers its id. */
export function startReplay(asked: ReplayMany) {
  return apiFetch(`${path}/replay`, startedSchema, { method: "POST", body: { ...asked, dryRun: false } });
}

/** A replay of many, followed while it runs. */
export function useReplayTask(id: string) {
  return useQuery({
    queryKey: keys.task(id),
    queryFn: ({ signal }) => apiFetch(task(id), replaySchema, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === "RUNNING" ? underWayPollMs : false),
  });
}

export type ReplayStep = "pause" | "resume" | "cancel";

/** Pauses, resumes or ends a replay of many. */
export function useReplayStep(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (step: ReplayStep) => apiFetch(`${task(id)}/${step}`, replaySchema, { method: "POST" }),
    onSuccess: (after) => client.setQueryData(keys.task(id), after),
  });
}

/** Lists show what a replay led to. */
export function readListsAgain(client: QueryClient): Promise<void> {
  return readAgain(client, keys.lists);
}

const batchSchema = z.object({ batch: z.literal(true), messages: z.array(describedMessageSchema) });
const parsedSchema = z.union([describedMessageSchema, batchSchema]);

/** The longest text that is read while it is typed. */
export const longestPreview = 1_000_000;

/** A text as Carelane reads it; nothing is kept. */
export function useParsed(message: string) {
  return useQuery({
    queryKey: [...keys.all, "parsed", message],
    queryFn: ({ signal }) =>
      apiFetch("/api/integrations/hl7/parse", parsedSchema, { method: "POST", body: { message }, signal }),
    enabled: message !== "" && message.length <= longestPreview,
    placeholderData: (before) => before,
    gcTime: 0,
  });
}
