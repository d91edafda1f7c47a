/** Bulk Data export of a group (Bulk Data Access IG 2.0): kick-off, poll, manifest. */
import { z } from "zod";
import { retryAfterMs } from "@/lib/http/client";
import { hasCode } from "@/lib/platform/errors";
import { fhirServerErrors } from "./errors";
import type { FhirServer } from "./server";

const file = z.looseObject({
  type: z.string().optional(),
  url: z.url(),
  count: z.number().int().nonnegative().optional(),
});

const manifestSchema = z.looseObject({
  transactionTime: z.string(),
  requiresAccessToken: z.boolean().default(false),
  output: z.array(file),
  deleted: z.array(file).default([]),
  error: z.array(file).default([]),
});

export type BulkManifest = z.output<typeof manifestSchema>;
export type BulkFile = z.output<typeof file>;

export type ExportState =
  | { readonly state: "running"; readonly waitMs: number; readonly percent?: number }
  | { readonly state: "ready"; readonly manifest: BulkManifest }
  /** The server does not know the export any more. */
  | { readonly state: "gone" };

/** Between polls when the server names no time. */
const pollMs = 5_000;
const longestPollMs = 600_000;

/**
 * Asks for an export, of what changed `since` a time or of everything; answers the address to poll. Asked once only: a
 * second request would be a second export.
 */
export async function startExport(
  server: FhirServer,
  groupId: string,
  types: readonly string[],
  since?: string,
): Promise<string> {
  const query = new URLSearchParams({
    _type: types.join(","),
    ...(since !== undefined && { _since: since }),
  });
  const reply = await server.call(`Group/${encodeURIComponent(groupId)}/$export?${query}`, {
    headers: { prefer: "respond-async" },
    retry: "never",
  });
  const statusUrl = URL.parse(reply.headers.get("content-location") ?? "", `${server.baseUrl}/`)?.href;
  if (reply.status !== 202 || !statusUrl || !reply.headers.get("content-location")) {
    throw fhirServerErrors.export_refused({
      detail: "It accepted the export without saying where to ask for it.",
    });
  }
  return statusUrl;
}

function percentOf(progress: string | null): number | undefined {
  const percent = /(\d{1,3})(\.\d+)?\s?%/.exec(progress ?? "")?.[1];
  return percent === undefined ? undefined : Math.min(100, Number(percent));
}

/** Asks how an export stands. */
export async function pollExport(server: FhirServer, statusUrl: string): Promise<ExportState> {
  try {
    const reply = await server.call(statusUrl, { retry: "never" });
    if (reply.status !== 202) return { state: "ready", manifest: reply.json(manifestSchema) };
    return {
      state: "running",
      waitMs: Math.min(retryAfterMs(reply.headers) ?? pollMs, longestPollMs),
      percent: percentOf(reply.headers.get("x-progress")),
    };
  } catch (error) {
    if (hasCode(error, "vendor_rate_limited"))
      return { state: "running", waitMs: error.retryAfterMs ?? pollMs };
    if (hasCode(error, "resource_not_found", "resource_deleted")) return { state: "gone" };
    throw error;
  }
}

/** Tells the server that the export is not wanted any more; it may have forgotten it already. */
export async function cancelExport(server: FhirServer, statusUrl: string): Promise<void> {
  await server.call(statusUrl, { method: "DELETE" }).catch(() => undefined);
}
