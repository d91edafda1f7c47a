/** The settings of an Epic integration, as the form asks for them. */
import { z } from "zod";
import { secretField } from "../fields";

const fhirPath = "/api/FHIR/R4";

/** The base as Epic serves it: with its FHIR path, without a slash at the end. */
function withFhirPath(address: string): string {
  const base = address.replace(/\/+$/, "");
  return /\/api\/FHIR\/R4$/i.test(base) ? base : `${base}${fhirPath}`;
}

/** Empty fields of a form mean that nothing is set. */
function optional<Field extends z.ZodType>(field: Field) {
  return z.preprocess((value) => (value === "" ? undefined : value), field.optional());
}

const webAddress = z.url({ protocol: /^https?$/, error: "Write a whole address, such as https://…" });

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
  groupId: optional(z.string().trim().min(1)).meta({
    title: "Group ID",
    description:
      "The group of patients to export, given by the Epic site. Without it only known patients are refreshed.",
  }),
  tokenUrl: optional(webAddress).meta({
    title: "Token address",
    description: "Only where it differs from what the FHIR address announces.",
  }),
  keyId: optional(z.string().trim().min(1)).meta({
    title: "Key ID",
    description: "Only where the Epic site expects a name of its own for our key.",
  }),
  clientSecret: optional(
    secretField({
      title: "Client secret",
      description: "Only for app types that have one. Backend services sign with Carelane's key instead.",
    }),
  ),
});

export type EpicConfig = z.output<typeof epicConfig>;

/** Where Epic's token endpoint stands beside its FHIR base. */
export function tokenUrlBeside(fhirBaseUrl: string): string {
  return fhirBaseUrl.replace(/\/api\/FHIR\/R4$/i, "/oauth2/token");
}
