/** The settings of an Oracle Health integration, as the form asks for them. */
import { z } from "zod";
import { optionalField, secretField, webAddress } from "../fields";
import { messageFields } from "../protocols/hl7v2-write";

export const cernerConfig = z.object({
  clientId: z.string().trim().min(1).meta({
    title: "Client ID",
    description: "Of the system account registered with Oracle Health for this tenant.",
  }),
  clientSecret: optionalField(
    secretField({
      title: "Client secret",
      description: "Of the same system account. Leave it empty when it signs with Carelane's key instead.",
    }),
  ),
  fhirBaseUrl: webAddress
    .transform((address) => address.replace(/\/+$/, ""))
    .meta({
      title: "FHIR address",
      description: "With the tenant at its end, such as https://fhir-ehr.cerner.com/r4/<tenant>.",
    }),
  groupId: optionalField(z.string().trim().min(1)).meta({
    title: "Group ID",
    description:
      "The group of patients to export, given by the site. Without it only known patients are refreshed.",
  }),
  tokenUrl: optionalField(webAddress).meta({
    title: "Token address",
    description: "Only where it differs from what the FHIR address announces.",
  }),
  keyId: optionalField(z.string().trim().min(1)).meta({
    title: "Key ID",
    description: "Only where Oracle Health expects a name of its own for our key.",
  }),
  scopeNotation: optionalField(z.enum(["v1", "v2"], { error: "Write v1 or v2." })).meta({
    title: "Scope notation",
    description: "v1 for a system account that was registered with the older scopes; v2 when left empty.",
  }),
  ...messageFields,
});

export type CernerConfig = z.output<typeof cernerConfig>;

/** Where the authorization server of a tenant stands, which is the last part of the FHIR address. */
export function tokenUrlOfTenant(fhirBaseUrl: string): string {
  const tenant = fhirBaseUrl.slice(fhirBaseUrl.lastIndexOf("/") + 1);
  return `https://authorization.cerner.com/tenants/${tenant}/protocols/oauth2/profiles/smart-v1/token`;
}
