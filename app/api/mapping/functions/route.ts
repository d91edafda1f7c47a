import { z } from "zod";
import { route } from "@/lib/http";
import { listMappingFunctions } from "@/lib/mapping";
import { mappingFunctionSchema } from "@/lib/mapping/schema";

export const GET = route({
  allow: "integrations:read",
  tag: "Mapping",
  summary: "The named functions of mappings, with their inverses and examples",
  returns: z.array(mappingFunctionSchema),
  run: () => listMappingFunctions(),
});
