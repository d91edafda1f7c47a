import { createGroup } from "@/lib/fhir/bulk";
import { groupSchema, newGroupSchema } from "@/lib/fhir/bulk/schema";
import { route } from "@/lib/http";

export const POST = route({
  allow: "records:write",
  tag: "FHIR",
  summary: "Make a group of patients, to be exported together",
  body: newGroupSchema,
  returns: groupSchema,
  status: 201,
  run: ({ actor, body }) => createGroup(actor, body),
});
