/** Mapping anew, as clients and screens meet it. Safe to import in the browser. */
import { z } from "zod";

const whole = z.number().int().nonnegative();

/** The type of jobs that map anew what is kept of the vendor's resources. They are asked for at a mapping. */
export const remapType = "REMAP";

export const mappingReachSchema = z
  .object({
    version: whole.meta({ description: "Of the mapping in force" }),
    outdated: whole.meta({
      description: "Records that another version made, without those in conflict: they wait for a decision",
    }),
    jobId: z.string().nullable().meta({ description: "The job that maps them anew, while there is one" }),
  })
  .meta({ id: "MappingReach" });
export type MappingReach = z.infer<typeof mappingReachSchema>;
