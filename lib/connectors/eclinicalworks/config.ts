/** The settings of an eClinicalWorks integration, as the form asks for them. */
import { z } from "zod";
import { optionalField, webAddress } from "../fields";

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
  groupId: optionalField(z.string().trim().min(1)).meta({
    title: "Group ID",
    description:
      "The group of patients to export, made by the practice inside eClinicalWorks. Without it only known patients are refreshed.",
  }),
  tokenUrl: optionalField(webAddress).meta({
    title: "Token address",
    description: "Only where it differs from what the FHIR address announces.",
  }),
  keyId: optionalField(z.string().trim().min(1)).meta({
    title: "Key ID",
    description: "Only where eClinicalWorks expects a name of its own for our key.",
  }),
});

export type EclinicalworksConfig = z.output<typeof eclinicalworksConfig>;
