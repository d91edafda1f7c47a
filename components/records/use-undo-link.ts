"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { apiFetch } from "@/components/api";
import { readAgain } from "@/components/read-again";
import type { RecordEntity } from "@/lib/records/schema";
import type { RecordEnvelope } from "./record-shapes";

/** A link of a record that leads to somebody or something else. */
export type WrongLink = {
  readonly entity: RecordEntity;
  readonly recordId: string;
  readonly link: RecordEnvelope["links"][number];
};

const splitSchema = z.object({ recordId: z.string() });

/** Splits what came by a link into a record of its own; answers that record's id. */
export function useUndoLink({ entity, recordId, link }: WrongLink) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      apiFetch(
        `/api/records/${entity}/${encodeURIComponent(recordId)}/links/${encodeURIComponent(link.id)}/unlink`,
        splitSchema,
        { method: "POST", body: { reason } },
      ),
    onSettled: () => void readAgain(client, ["records"]),
  });
}
