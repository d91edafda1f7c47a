"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { apiFetch, apiPath } from "@/components/api";
import { readAgain } from "@/components/read-again";
import { usePermission } from "@/components/shell/workspace-context";
import {
  type LookupTable,
  lookupTableSchema,
  type MappingRequest,
  mappingFunctionSchema,
  mappingPreviewSchema,
  mappingViewSchema,
  type PreviewRequest,
} from "@/lib/mapping/schema";
import { recordSchema } from "@/lib/records/view";
import { mappingReachSchema, syncJobSchema } from "@/lib/sync/schema";

/** Which mapping: an entity of an integration. */
export type MappingPlace = { integrationId: string; entity: string };

export type MappingShown = z.output<typeof mappingViewSchema>;

const lookupsPath = "/api/mapping/lookups";
export const lookupsCsvPath = `${lookupsPath}?format=csv`;

function mappingPath({ integrationId, entity }: MappingPlace, part = ""): string {
  return `/api/integrations/${integrationId}/mappings/${entity}${part}`;
}

const keys = {
  one: ({ integrationId, entity }: MappingPlace) => ["mapping", integrationId, entity] as const,
  reach: (place: MappingPlace) => [...keys.one(place), "reach"] as const,
  lookups: ["mapping", "lookups"],
} as const;

/** The mapping in force with its versions. It is read again only when asked, for it is the ground of what is typed. */
export function useMapping(place: MappingPlace) {
  return useQuery({
    queryKey: keys.one(place),
    queryFn: ({ signal }) => apiFetch(mappingPath(place), mappingViewSchema, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** How many records another version made, and the job that maps them anew, while there is one. */
export function useMappingReach(place: MappingPlace) {
  return useQuery({
    queryKey: keys.reach(place),
    queryFn: ({ signal }) => apiFetch(mappingPath(place, "/apply"), mappingReachSchema, { signal }),
  });
}

/** Having records mapped anew. */
export function useRemap(place: MappingPlace) {
  const client = useQueryClient();
  const countAnew = () => readAgain(client, keys.reach(place));
  return {
    start: async () => {
      await apiFetch(mappingPath(place, "/apply"), syncJobSchema, { method: "POST" });
      await countAnew();
    },
    countAnew,
  };
}

/** The named functions. They change with the program alone. */
export function useMappingFunctions() {
  return useQuery({
    queryKey: ["mapping", "functions"],
    queryFn: ({ signal }) => apiFetch("/api/mapping/functions", z.array(mappingFunctionSchema), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

const lookupsSchema = z.object({ data: z.array(lookupTableSchema) });

export function useLookups() {
  return useQuery({
    queryKey: keys.lookups,
    queryFn: ({ signal }) => apiFetch(lookupsPath, lookupsSchema, { signal }),
    select: ({ data }) => data,
  });
}

const mostRecords = 50;
const recordsSchema = z.object({ data: z.array(recordSchema) });

/** The newest records of the integration, to try a mapping with; none for those who may not see what was sent. */
export function useTrialRecords({ integrationId, entity }: MappingPlace) {
  const mayPreview = usePermission("records:raw");
  return useQuery({
    queryKey: ["mapping", "records", integrationId, entity],
    queryFn: ({ signal }) =>
      apiFetch(apiPath(`/api/records/${entity}`, { integrationId, limit: mostRecords }), recordsSchema, {
        signal,
      }),
    select: ({ data }) => data,
    enabled: mayPreview,
    gcTime: 0,
  });
}

/** What a mapping makes of a record. Each look is audited, so it is not repeated by itself, nor kept. */
export function useMappingPreview(place: MappingPlace, request: PreviewRequest | null) {
  return useQuery({
    queryKey: ["mapping", "preview", place.integrationId, place.entity, request],
    queryFn: ({ signal }) =>
      apiFetch(mappingPath(place, "/preview"), mappingPreviewSchema, {
        method: "POST",
        body: request,
        signal,
      }),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** Saving a mapping and bringing one back; what is shown of it is then as it was answered. */
export function useMappingCalls(place: MappingPlace) {
  const client = useQueryClient();
  const show = (mapping: MappingShown): MappingShown => {
    client.setQueryData(keys.one(place), mapping);
    void readAgain(client, keys.reach(place));
    return mapping;
  };
  return {
    save: async (body: MappingRequest) =>
      show(await apiFetch(mappingPath(place), mappingViewSchema, { method: "PUT", body })),
    rollback: async (version: number) =>
      show(
        await apiFetch(mappingPath(place, "/rollback"), mappingViewSchema, {
          method: "POST",
          body: { version },
        }),
      ),
    readAgain: () => readAgain(client, keys.one(place)),
  };
}

/** Keeping lookup tables. A changed one makes new versions of the mappings that use it, so these are read again. */
export function useLookupCalls() {
  const client = useQueryClient();
  const address = (name: string) => `${lookupsPath}/${encodeURIComponent(name)}`;
  const afterwards = <T>(answer: Promise<T>) => answer.finally(() => void readAgain(client, ["mapping"]));
  return {
    create: (body: LookupTable) =>
      afterwards(apiFetch(lookupsPath, lookupTableSchema, { method: "POST", body })),
    change: ({ name, ...body }: LookupTable) =>
      afterwards(apiFetch(address(name), lookupTableSchema, { method: "PUT", body })),
    remove: (name: string) => afterwards(apiFetch(address(name), z.undefined(), { method: "DELETE" })),
  };
}
