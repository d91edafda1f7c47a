"use client";

import { type InfiniteData, keepPreviousData, type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { apiFetch, apiPath } from "@/components/api";
import type { ListPage } from "@/lib/http/schema";

type Filters = Readonly<Record<string, string | undefined>>;

type ListOptions<Page> = {
  /** What identifies the answers where path and filters alone do not. */
  queryKey?: QueryKey;
  pageSize?: number;
  enabled?: boolean;
  /** How often it is asked for again, in ms; or what says so of what was answered last. */
  refetchInterval?: number | false | ((query: { state: { data?: InfiniteData<Page> } }) => number | false);
  /** How long an answer counts as new, in ms. */
  staleTime?: number;
};

/** A list of the API, page by page, newest first; `page` is what one answer looks like. */
export function useList<Page extends ListPage>(
  path: string,
  page: z.ZodType<Page>,
  filters: Filters = {},
  { queryKey = [path, filters], pageSize = 50, ...asking }: ListOptions<Page> = {},
) {
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      apiFetch(apiPath(path, { ...filters, limit: pageSize, cursor: pageParam }), page, { signal }),
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    ...asking,
  });
}
