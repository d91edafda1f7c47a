import { z } from "zod";
import { downloadFile } from "@/lib/fhir/bulk";
import { fhirRoutes } from "@/lib/fhir/server";

export const GET = fhirRoutes({
  allow: "open",
  tag: "FHIR",
  summary: "A file of a bulk export, by the link that the export's answer has",
  limit: "fhir",
  query: z.object({ token: z.string().default("") }),
  run: ({ query: { token } }) => downloadFile(token),
});
