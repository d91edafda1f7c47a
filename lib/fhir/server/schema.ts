/** Shapes of the façade's own administration. Safe to import in the browser. */
import { z } from "zod";

const time = z.iso.datetime();

const jwk = z.looseObject({
  kty: z.enum(["RSA", "EC"]),
  kid: z.string().min(1).max(200),
});

const publicJwks = z.object({
  keys: z
    .array(jwk)
    .min(1)
    .max(20)
    .refine((keys) => keys.every((key) => !("d" in key)), {
      error: "Send public keys only: d is the private half",
    }),
});

export const newFhirClientSchema = z
  .object({
    name: z
      .string()
      .trim()
      .min(1, { error: "Write a name" })
      .max(120)
      .regex(/^\P{C}*$/u),
    jwksUrl: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
    jwks: publicJwks.optional(),
    scopes: z.array(z.string().max(200)).min(1).max(100),
  })
  .refine(({ jwksUrl, jwks }) => (jwksUrl === undefined) !== (jwks === undefined), {
    path: ["jwks"],
    error: "Send jwksUrl or jwks",
  });
export type NewFhirClient = z.output<typeof newFhirClientSchema>;

export const fhirClientSchema = z
  .object({
    clientId: z.string(),
    name: z.string(),
    jwksUrl: z.string().nullable(),
    scopes: z.array(z.string()),
    createdAt: time,
  })
  .meta({ id: "FhirClient" });
export type FhirClientView = z.output<typeof fhirClientSchema>;
