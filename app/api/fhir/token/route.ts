import { grantToken, readForm, tokenRoutes } from "@/lib/fhir/server";

export const POST = tokenRoutes({
  allow: "open",
  tag: "FHIR",
  summary: "A token for a registered backend service (SMART Backend Services)",
  limit: "tokens",
  run: async ({ request }) => Response.json(await grantToken(await readForm(request))),
});
