"use client";

import { useQuery } from "@tanstack/react-query";
import { apiFetch, apiPath } from "@/components/api";
import { channelMessageSchema } from "@/lib/channels/schema";
import { list } from "@/lib/http/schema";
import { type MessageFilter, messageSchema } from "@/lib/messages/schema";
import { type SourceForm, typesIn } from "./channel-form";
import { fitsSource } from "./fits-source";

/** A stored message that a channel can be tested on. */
export interface Candidate {
  readonly id: string;
  readonly type: string;
  readonly at: string;
}

const shown = 20;
/** Some do not fit, so more are asked for than are shown. */
const asked = 100;

const messagesSchema = list(messageSchema);
const takenSchema = list(channelMessageSchema);

function filterOf(source: SourceForm): MessageFilter {
  if (source.kind !== "mllp") return { kind: "event" };
  const [type, ...others] = typesIn(source.types);
  return {
    kind: "hl7v2",
    direction: "in",
    integrationId: source.integrationId || undefined,
    type: others.length === 0 ? type : undefined,
  };
}

async function readCandidates(
  channelId: string,
  source: SourceForm,
  signal: AbortSignal,
): Promise<Candidate[]> {
  if (source.kind === "http") {
    const address = apiPath(`/api/channels/${channelId}/messages`, { limit: shown });
    const { data } = await apiFetch(address, takenSchema, { signal });
    return data.map(({ messageId, type, takenAt }) => ({ id: messageId, type, at: takenAt }));
  }
  const address = apiPath("/api/messages", { ...filterOf(source), limit: asked });
  const { data } = await apiFetch(address, messagesSchema, { signal });
  return data.map(({ id, type, receivedAt }) => ({ id, type, at: receivedAt }));
}

/** The last twenty messages that fit a source, newest first. */
export function useCandidates(channelId: string, source: SourceForm) {
  return useQuery({
    queryKey: ["channels", "candidates", channelId, source],
    queryFn: ({ signal }) => readCandidates(channelId, source, signal),
    select: (found) => found.filter(({ type }) => fitsSource(source, type)).slice(0, shown),
  });
}
