import { z } from "zod";
import { route } from "@/lib/http";
import carelane from "@/package.json";

export const GET = route({
  allow: "open",
  tag: "Operations",
  summary: "Whether the web process answers at all",
  returns: z.object({ status: z.literal("ok"), version: z.string() }),
  limit: "health",
  run: () => ({ status: "ok" as const, version: carelane.version }),
});
