import { listClients, registerClient } from "@/lib/fhir/server";
import { fhirClientSchema, newFhirClientSchema } from "@/lib/fhir/server/schema";
import { answerPage, list, listQuery, route } from "@/lib/http";
import { idSchema } from "@/lib/platform/ids";

export const GET = route({
  allow: "keys:manage",
  tag: "FHIR",
  summary: "List the backend services that may ask for FHIR tokens",
  query: listQuery,
  returns: list(fhirClientSchema),
  run: ({ actor, query: { limit, cursor } }) =>
    answerPage(idSchema, cursor, (after) => listClients(actor, { limit, after: after ?? undefined })),
});

export const POST = route({
  allow: "keys:manage",
  tag: "FHIR",
  summary: "Register a backend service by its public keys",
  body: newFhirClientSchema,
  returns: fhirClientSchema,
  status: 201,
  run: ({ actor, body }) => registerClient(actor, body),
});
