/** The settings that the forms of most FHIR vendors ask for, in the vendor's words. */
import { z } from "zod";
import { optionalField, secretField, webAddress } from "../../fields";

interface SettingsWords {
  readonly vendor: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly fhirBaseUrl: string;
}

/** The group whose export is the population. */
export function groupField(description: string) {
  return optionalField(z.string().trim().min(1)).meta({ title: "Group ID", description });
}

/** Where and under which name of our key we sign in, where that is not as usual. */
export function tokenFields(vendor: string) {
  return {
    tokenUrl: optionalField(webAddress).meta({
      title: "Token address",
      description: "Only where it differs from what the FHIR address announces.",
    }),
    keyId: optionalField(z.string().trim().min(1)).meta({
      title: "Key ID",
      description: `Only where ${vendor} expects a name of its own for our key.`,
    }),
  };
}

/** Who we are at the vendor, and where it stands. */
export function signInFields({ vendor, clientId, clientSecret, fhirBaseUrl }: SettingsWords) {
  return {
    clientId: z.string().trim().min(1).meta({ title: "Client ID", description: clientId }),
    clientSecret: optionalField(secretField({ title: "Client secret", description: clientSecret })),
    fhirBaseUrl: webAddress
      .transform((address) => address.replace(/\/+$/, ""))
      .meta({ title: "FHIR address", description: fhirBaseUrl }),
    ...tokenFields(vendor),
  };
}
