import { readiness, readinessSchema, reply, route } from "@/lib/http";

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
