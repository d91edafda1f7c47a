/** The three addresses at which an export is asked for. */
import { z } from "zod";
import { fhirRoutes } from "@/lib/fhir/server";
import type { RouteHandler } from "@/lib/http";
import { startExport } from "./start-export";

const params = z.object({ id: z.guid().optional() });

/** Of a group where the path names one. */
export function exportRoute(summary: string): RouteHandler {
  return fhirRoutes({
    allow: "signed-in",
    tag: "FHIR",
    summary,
    limit: "fhir",
    params,
    run: async ({ actor, request, params: { id = null } }) => {
      const address = await startExport(actor, request, id);
      return new Response(null, { status: 202, headers: { "content-location": address } });
    },
  });
}
