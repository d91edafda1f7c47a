"use client";

import { useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { apiFetch } from "@/components/api";
import { readAgain } from "@/components/read-again";
import { useList } from "@/components/use-list";
import { apiKeySchema, type CreatedApiKey, createdApiKeySchema } from "@/lib/auth/schema";
import { list } from "@/lib/http/schema";

const path = "/api/api-keys";

const keyList = list(apiKeySchema);

/** The keys in use. */
export function useKeys() {
  return useList(path, keyList);
}

/** What the form of a new key holds. */
export type WantedKey = { name: string; role?: string; scopes: readonly string[]; expiresAt: string | null };

/** Making and revoking keys; the list is read again before it answers. */
export function useChangeKeys() {
  const queries = useQueryClient();
  const refresh = () => readAgain(queries, [path]);
  return {
    make: async (key: WantedKey): Promise<CreatedApiKey> => {
      const made = await apiFetch(path, createdApiKeySchema, { method: "POST", body: key });
      await refresh();
      return made;
    },
    revoke: async (id: string) => {
      await apiFetch(`${path}/${id}`, z.undefined(), { method: "DELETE" });
      await refresh();
    },
  };
}
