"use client";

import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { apiFetch } from "@/components/api";
import { usePermission } from "@/components/shell/workspace-context";
import { integrationSchema } from "@/lib/integrations/schema";
import { connectorSchema } from "@/lib/integrations/view";
import { entityWord } from "./job-words";

const connectionSchema = integrationSchema.pick({
  id: true,
  name: true,
  connectorId: true,
  status: true,
  syncDirection: true,
  entityMappings: true,
});
export type Connection = z.infer<typeof connectionSchema>;

const catalogueEntrySchema = connectorSchema.pick({
  id: true,
  name: true,
  canBePulled: true,
  supportedEntities: true,
});
export type CatalogueEntry = z.infer<typeof catalogueEntrySchema>;

const connectionsSchema = z.object({ data: z.array(connectionSchema) });
const catalogueSchema = z.object({ data: z.array(catalogueEntrySchema) });

/** The organization's integrations, as filters and the start dialog need them. */
export function useConnections() {
  return useQuery({
    queryKey: ["integrations", "connections"],
    queryFn: ({ signal }) => apiFetch("/api/integrations?limit=200", connectionsSchema, { signal }),
    enabled: usePermission("integrations:read"),
    select: ({ data }) => data,
  });
}

/** The connectors there are. They change with the program alone, so one answer serves the visit. */
export function useCatalogue() {
  return useQuery({
    queryKey: ["integrations", "catalogue"],
    queryFn: ({ signal }) => apiFetch("/api/integrations/connectors", catalogueSchema, { signal }),
    enabled: usePermission("integrations:read"),
    select: ({ data }) => data,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export type ConnectorNames = (connectorId: string) => string;

/** How connectors are called; until that is known by their ids. */
export function useConnectorNames(): ConnectorNames {
  const { data: catalogue = [] } = useCatalogue();
  return (connectorId) => catalogue.find(({ id }) => id === connectorId)?.name ?? entityWord(connectorId);
}
