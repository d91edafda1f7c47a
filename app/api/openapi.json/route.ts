import { z } from "zod";
import { apiReference, route } from "@/lib/http";

export const GET = route({
  allow: "open",
  tag: "Operations",
  summary: "This reference as an OpenAPI 3.1 document",
  returns: z.looseObject({ openapi: z.string() }),
  run: () => apiReference(),
});
