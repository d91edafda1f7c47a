/** The settings of an eClinicalWorks integration, as the form asks for them. */
import { z } from "zod";
import { webAddress } from "../fields";
import { groupField, tokenFields } from "../protocols/fhir-connector";
import { messageFields } from "../protocols/hl7v2-write";

export const eclinicalworksConfig = z.object({
  clientId: z.string().trim().min(1).meta({
    title: "Client ID",
    description: "Of the backend app registered with eClinicalWorks.",
  }),
  fhirBaseUrl: webAddress
    .transform((address) => address.replace(/\/+$/, ""))
    .meta({
      title: "FHIR address",
      description:
        "Of the practice, with its code at the end: https://fhir4.eclinicalworks.com/fhir/r4/ and six characters.",
    }),
  groupId: groupField(
    "The group of patients to export, made by the practice inside eClinicalWorks. Without it only known patients are refreshed.",
  ),
  ...tokenFields("eClinicalWorks"),
  ...messageFields,
});

export type EclinicalworksConfig = z.output<typeof eclinicalworksConfig>;
