/** The jobs of bulk exports. Imported by producers and by the worker; imports no handler. */
import { z } from "zod";
import { defineJob } from "@/lib/queue";

/** Writes an export, step by step; one at a time for an organization. */
export const writeExport = defineJob({
  name: "fhir.write_export",
  queue: "transformations",
  payload: z.object({ exportId: z.guid(), organizationId: z.guid() }),
  lane: () => "fhir.export",
});

/** Deletes exports that were cancelled, failed or have served their time. */
export const sweepExports = defineJob({
  name: "fhir.sweep_exports",
  queue: "transformations",
  payload: z.object({}),
  lane: () => "fhir.sweep_exports",
  everySeconds: 600,
});
