/** The settings for any FHIR R4 server: what is filled in says how it is signed in to. */
import { z } from "zod";
import { optionalField, secretField, webAddress } from "../fields";
import { groupField } from "../protocols/fhir-connector";

const text = z.string().trim().min(1);

export const fhirConfig = z.object({
  fhirBaseUrl: webAddress
    .transform((address) => address.replace(/\/+$/, ""))
    .meta({ title: "FHIR address", description: "The base below which /metadata answers." }),
  clientId: optionalField(text).meta({
    title: "Client ID",
    description: "For servers with SMART Backend Services. Alone, Carelane signs with its key.",
  }),
  clientSecret: optionalField(
    secretField({
      title: "Client secret",
      description: "Beside a client id, for servers that take a secret instead of a key.",
    }),
  ),
  tokenUrl: optionalField(webAddress).meta({
    title: "Token address",
    description: "Only where it differs from what the FHIR address announces.",
  }),
  accessToken: optionalField(
    secretField({ title: "Access token", description: "For servers that gave one out for good." }),
  ),
  userName: optionalField(text).meta({
    title: "User name",
    description: "Beside a password, for servers with basic authentication.",
  }),
  password: optionalField(secretField({ title: "Password", description: "Of that user." })),
  groupId: groupField("A group to export. Without it every type is searched."),
});

export type FhirConfig = z.output<typeof fhirConfig>;

/** How a server is signed in to. */
type SignIn =
  | { readonly by: "smart"; readonly clientId: string }
  | { readonly by: "header"; readonly authorization: string };

/** The first of what is filled in: client id, access token, user; no sign-in where none of them is. */
export function signInOf({ clientId, accessToken, userName, password = "" }: FhirConfig): SignIn {
  if (clientId) return { by: "smart", clientId };
  if (accessToken) return { by: "header", authorization: `Bearer ${accessToken}` };
  if (!userName) return { by: "header", authorization: "" };
  const pair = Buffer.from(`${userName}:${password}`).toString("base64");
  return { by: "header", authorization: `Basic ${pair}` };
}
