"use client";

import { useQueryClient } from "@tanstack/react-query";
import { apiFetch } from "@/components/api";
import { readAgain } from "@/components/read-again";
import { useList } from "@/components/use-list";
import { type NewUser, type UserChange, userSchema } from "@/lib/auth/schema";
import { list } from "@/lib/http/schema";

const path = "/api/users";

const peopleList = list(userSchema);

/** The people of the organization. */
export function usePeople() {
  return useList(path, peopleList);
}

/** Adding and changing people; the list is read again before it answers. */
export function useChangePeople() {
  const queries = useQueryClient();
  const refresh = () => readAgain(queries, [path]);
  return {
    add: async (user: Partial<NewUser>) => {
      await apiFetch(path, userSchema, { method: "POST", body: user });
      await refresh();
    },
    change: async (id: string, change: UserChange) => {
      await apiFetch(`${path}/${id}`, userSchema, { method: "PATCH", body: change });
      await refresh();
    },
  };
}
