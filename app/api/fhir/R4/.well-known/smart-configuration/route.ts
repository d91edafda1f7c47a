import { smartConfiguration, smartConfigurationSchema } from "@/lib/fhir/server";
import { route } from "@/lib/http";

export const GET = route({
  allow: "open",
  tag: "FHIR",
  summary: "How SMART clients get tokens",
  returns: smartConfigurationSchema,
  run: () => smartConfiguration(),
});
