"use client";

import { useQuery } from "@tanstack/react-query";
import { IdCard, MessageSquareText, Plug, Plus, RefreshCw, Waypoints } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { apiFetch, apiPath } from "@/components/api";
import { channelStates } from "@/components/channels/channel-words";
import { useAllChannels } from "@/components/channels/use-channels";
import { stateOf } from "@/components/messages/message-words";
import { patientLine } from "@/components/records/patient-words";
import { patientRecordSchema } from "@/components/records/record-shapes";
import type { PaletteGroup } from "@/components/ui/palette-search";
import { messageSchema } from "@/lib/messages/schema";
import { patientTitle } from "@/lib/records/schema";
import { syncJobSchema } from "@/lib/sync/schema";
import { useDebounced } from "./use-debounced";
import { useIntegrations } from "./use-integrations";
import { usePermission } from "./workspace-context";

const patientsSchema = z.object({ data: z.array(patientRecordSchema) });
const messagesSchema = z.object({ data: z.array(messageSchema) });
const jobsSchema = z.object({ data: z.array(syncJobSchema) });

/** What the palette finds on the server, and how to tell it what was typed. */
export function usePaletteAnswers(): { groups: PaletteGroup[]; ask: (query: string) => void } {
  const [query, ask] = useState("");
  const settled = useDebounced(query.trim(), 200);
  const patients = usePatients(settled);
  const messages = useMessages(settled);
  const jobs = useJobs(settled);
  const channels = useChannelPlaces();
  const integrations = useIntegrationPlaces();
  return { groups: settled === "" ? [] : [patients, messages, jobs, channels, integrations], ask };
}

/** Patients by name, number, birth date or phone, as the server understands the words. */
function usePatients(query: string): PaletteGroup {
  const { data } = useQuery({
    queryKey: ["records", "patients", "palette", query],
    queryFn: ({ signal }) =>
      apiFetch(apiPath("/api/records/patients", { q: query, limit: 6 }), patientsSchema, { signal }),
    enabled: usePermission("records:read") && query.length > 1,
  });
  const items = (data?.data ?? []).map(({ id, data: patient }) => ({
    id,
    icon: IdCard,
    label: patientTitle(patient),
    detail: patientLine(patient),
    href: `/records/patients/${id}`,
  }));
  return { heading: "Patients", items, isAnswer: true };
}

/** Messages by control id or any identifier whole, or by a part of type or sender. */
function useMessages(query: string): PaletteGroup {
  const { data } = useQuery({
    queryKey: ["messages", "palette", query],
    queryFn: ({ signal }) =>
      apiFetch(apiPath("/api/messages", { text: query, limit: 4 }), messagesSchema, { signal }),
    enabled: usePermission("messages:raw") && query.length > 1,
  });
  const items = (data?.data ?? []).map((message) => ({
    id: message.id,
    icon: MessageSquareText,
    label: [message.type, message.controlId].filter(Boolean).join(" "),
    detail: [message.sender, stateOf(message).word.toLowerCase()].filter(Boolean).join(", "),
    href: `/messages/${message.id}`,
  }));
  return { heading: "Messages", items, isAnswer: true };
}

/** The integrations, and the way to another one; the palette itself finds the typed words in them. */
function useIntegrationPlaces(): PaletteGroup {
  const mayAdd = usePermission("integrations:write");
  const places = useIntegrations().map(({ id, name, status }) => ({
    id,
    icon: Plug,
    label: name,
    detail: `Integration, ${status}`,
    href: `/integrations/${id}`,
  }));
  const add = { id: "add-integration", icon: Plus, label: "Add integration", href: "/integrations/new" };
  return { heading: "Integrations", items: mayAdd ? [...places, add] : places };
}

/** The channels, and the way to a new one; the palette itself finds the typed words in them. */
function useChannelPlaces(): PaletteGroup {
  const mayAdd = usePermission("channels:write");
  const places = useAllChannels().map(({ id, name, status }) => ({
    id,
    icon: Waypoints,
    label: name,
    detail: `Channel, ${channelStates[status].word.toLowerCase()}`,
    href: `/channels/${id}`,
  }));
  const add = { id: "new-channel", icon: Plus, label: "New channel", href: "/channels/new" };
  return { heading: "Channels", items: mayAdd ? [...places, add] : places };
}

/** The latest sync jobs; the palette itself finds the typed words in them. */
function useJobs(query: string): PaletteGroup {
  const { data } = useQuery({
    queryKey: ["sync", "jobs", "palette"],
    queryFn: ({ signal }) => apiFetch("/api/sync/jobs?limit=50", jobsSchema, { signal }),
    enabled: usePermission("sync:read") && query !== "",
    staleTime: 30_000,
  });
  const items = (data?.data ?? []).map((job) => ({
    id: job.id,
    icon: RefreshCw,
    label: job.integrationName,
    detail: `${job.entities.join(", ")}, ${job.status.toLowerCase().replace("_", " ")}`,
    href: `/sync/jobs/${job.id}`,
  }));
  return { heading: "Sync jobs", items };
}
