"use client";

import { useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { apiFetch } from "@/components/api";
import { readAgain } from "@/components/read-again";
import { useList } from "@/components/use-list";
import { type FhirClientView, fhirClientSchema, type NewFhirClient } from "@/lib/fhir/server/schema";
import { list } from "@/lib/http/schema";

const path = "/api/fhir/clients";

const clientList = list(fhirClientSchema);

/** The clients that are not revoked. */
export function useFhirClients() {
  return useList(path, clientList);
}

/** Registering and revoking clients; the list is read again before it answers. */
export function useChangeFhirClients() {
  const queries = useQueryClient();
  const refresh = () => readAgain(queries, [path]);
  return {
    register: async (client: NewFhirClient): Promise<FhirClientView> => {
      const registered = await apiFetch(path, fhirClientSchema, { method: "POST", body: client });
      await refresh();
      return registered;
    },
    revoke: async (clientId: string) => {
      await apiFetch(`${path}/${clientId}`, z.undefined(), { method: "DELETE" });
      await refresh();
    },
  };
}
