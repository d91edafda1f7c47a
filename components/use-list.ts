"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { z } from "zod";
import { apiFetch, apiPath } from "@/components/api";

const pageSize = 50;

type Filters = Readonly<Record<string, string | undefined>>;

/** A list of the API, page by page, newest first. */
export function useList<Item extends z.ZodType>(path: string, item: Item, filters: Filters = {}) {
  const pageSchema = z.object({ data: z.array(item), nextCursor: z.string().nullable() });
  return useInfiniteQuery({
    queryKey: [path, filters],
    queryFn: ({ pageParam, signal }) =>
      apiFetch(apiPath(path, { ...filters, limit: pageSize, cursor: pageParam }), pageSchema, { signal }),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });
}
