import { capabilityStatement, fhirAnswer, fhirRoutes } from "@/lib/fhir/server";

export const GET = fhirRoutes({
  allow: "open",
  tag: "FHIR",
  summary: "The CapabilityStatement: what this FHIR server does",
  limit: "fhir",
  run: ({ request }) => fhirAnswer(request, { status: 200, resource: capabilityStatement() }),
});
