import { z } from "zod";
import { cancelExport, exportStatus } from "@/lib/fhir/bulk";
import { fhirRoutes } from "@/lib/fhir/server";

const params = z.object({ id: z.string() });

export const GET = fhirRoutes({
  allow: "signed-in",
  tag: "FHIR",
  summary: "Ask how a bulk export stands; when it is done, where its files are",
  limit: "fhir",
  params,
  run: ({ actor, params: { id } }) => exportStatus(actor, id),
});

export const DELETE = fhirRoutes({
  allow: "signed-in",
  tag: "FHIR",
  summary: "Cancel a bulk export, or say that its files are not needed any more",
  limit: "fhir",
  params,
  run: async ({ actor, params: { id } }) => {
    await cancelExport(actor, id);
    return new Response(null, { status: 202 });
  },
});
