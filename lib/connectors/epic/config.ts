/** The settings of an Epic integration, as the form asks for them. */
import { z } from "zod";
import { optionalField, secretField, webAddress } from "../fields";
import { messageFields } from "../protocols/hl7v2-write";

const fhirPath = "/api/FHIR/R4";

/** The base as Epic serves it: with its FHIR path, without a slash at the end. */
function withFhirPath(address: string): string {
  const base = address.replace(/\/+$/, "");
  return /\/api\/FHIR\/R4$/i.test(base) ? base : `${base}${fhirPath}`;
}

export const epicConfig = z.object({
  clientId: z.string().trim().min(1).meta({
    title: "Client ID",
    description:
      "Of the backend app registered with Epic; production and non-production have different ones.",
  }),
  fhirBaseUrl: webAddress.transform(withFhirPath).meta({
    title: "FHIR address",
    description: "As listed at open.epic.com/Endpoints/R4, with or without /api/FHIR/R4.",
  }),
  groupId: optionalField(z.string().trim().min(1)).meta({
    title: "Group ID",
    description:
      "The group of patients to export, given by the Epic site. Without it only known patients are refreshed.",
  }),
  tokenUrl: optionalField(webAddress).meta({
    title: "Token address",
    description: "Only where it differs from what the FHIR address announces.",
  }),
  keyId: optionalField(z.string().trim().min(1)).meta({
    title: "Key ID",
    description: "Only where the Epic site expects a name of its own for our key.",
  }),
  clientSecret: optionalField(
    secretField({
      title: "Client secret",
      description: "Only for app types that have one. Backend services sign with Carelane's key instead.",
    }),
  ),
  ...messageFields,
});

export type EpicConfig = z.output<typeof epicConfig>;

/** Where Epic's token endpoint stands beside its FHIR base. */
export function tokenUrlBeside(fhirBaseUrl: string): string {
  return fhirBaseUrl.replace(/\/api\/FHIR\/R4$/i, "/oauth2/token");
}
