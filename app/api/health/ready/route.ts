import { reply, route } from "@/lib/http";
import { readiness, readinessSchema } from "@/lib/http/health";

export const GET = route({
  allow: "open",
  tag: "Operations",
  summary: "Whether the installation can do its work; 503 when it cannot",
  returns: readinessSchema,
  limit: "health",
  run: async () => {
    const { ready, readiness: told } = await readiness();
    return reply(told, { status: ready ? 200 : 503 });
  },
});
