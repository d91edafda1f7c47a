/** The settings of an athenahealth integration, as the form asks for them. */
import { z } from "zod";
import { optionalField, secretField, webAddress } from "../fields";
import { groupField, signInFields } from "../protocols/fhir-connector";
import { messageFields } from "../protocols/hl7v2-write";

const production = "https://api.platform.athenahealth.com/fhir/r4";
const aboutAddress =
  "Leave it empty for production. The preview stands at https://api.preview.platform.athenahealth.com/fhir/r4.";

export const athenahealthConfig = z.object({
  ...signInFields({
    vendor: "athenahealth",
    clientId: "Of the 2-legged app in athenahealth's developer portal; preview and production differ.",
    clientSecret: "Of the same app. Leave it empty when the app signs with Carelane's key instead.",
    fhirBaseUrl: aboutAddress,
  }),
  fhirBaseUrl: optionalField(webAddress)
    .transform((address) => (address ?? production).replace(/\/+$/, ""))
    .meta({ title: "FHIR address", description: aboutAddress }),
  practiceId: z
    .string()
    .trim()
    .regex(/^\d+$/, "Write the number of the practice, without anything before it.")
    .meta({
      title: "Practice ID",
      description: "The number of the practice at athenahealth; 195900 is the preview practice.",
    }),
  groupId: groupField(
    "The group of patients to export, given by athenahealth. Without it only known patients are refreshed.",
  ),
  eventSecret: optionalField(
    secretField({
      title: "Event secret",
      description:
        "Any long text of your own. With it «Test connection» asks athenahealth to tell of changes at once, signed with it.",
    }),
  ),
  ...messageFields,
});

export type AthenahealthConfig = z.output<typeof athenahealthConfig>;
