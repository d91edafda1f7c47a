import { z } from "zod";
import { mappingFunctions } from "./functions";
import { type MappingFunctionView, mappingFunctionSchema } from "./schema";

/** Every named function with what a form needs to offer it. */
export function listMappingFunctions(): MappingFunctionView[] {
  return [...mappingFunctions.values()].map(({ args, ...declared }) =>
    mappingFunctionSchema.parse({ ...declared, args: z.toJSONSchema(args, { io: "input" }) }),
  );
}
