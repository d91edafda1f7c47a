import { admit, isLocalCaller, prometheusText, route } from "@/lib/http";

export const GET = route({
  // Prometheus on the same machine needs no key; everyone else is asked below.
  allow: "open",
  tag: "Operations",
  summary: "Metrics for Prometheus: from this machine, or with a key that has metrics:read",
  limit: "health",
  run: async ({ request }) => {
    if (!isLocalCaller(request.headers)) await admit(request, "metrics:read");
    return new Response(await prometheusText(), { headers: { "content-type": "text/plain; version=0.0.4" } });
  },
});
