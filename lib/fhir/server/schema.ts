/** Shapes of the façade's own administration. Safe to import in the browser. */
import { z } from "zod";

const time = z.iso.datetime();

/** What assertions are signed with (https://hl7.org/fhir/smart-app-launch/client-confidential-asymmetric.html). */
export const assertionAlgorithms = ["RS384", "ES384"] as const;

const jwk = z.looseObject({
  kty: z.enum(["RSA", "EC"], { error: "Keys are RSA or EC" }),
  kid: z.string({ error: "Give each key a kid" }).min(1).max(200),
});

/** 2,048 bits in base64url, the least that RS384 is checked with. */
const shortestModulus = 342;

/** True for a key that an assertion can be checked with: whole, and kept for no other use. */
function checksAssertions({ kty, alg, use, crv, n, e, x, y }: z.output<typeof jwk>): boolean {
  const whole =
    kty === "RSA"
      ? typeof n === "string" && n.length >= shortestModulus && typeof e === "string"
      : crv === "P-384" && typeof x === "string" && typeof y === "string";
  const isOfUse = use === undefined || use === "sig";
  return whole && isOfUse && (alg === undefined || alg === (kty === "RSA" ? "RS384" : "ES384"));
}

const publicJwks = z.object(
  {
    keys: z
      .array(jwk, { error: "A key set has its keys in a list named keys" })
      .min(1, { error: "Put at least one key in" })
      .max(20)
      .refine((keys) => keys.every((key) => !("d" in key)), {
        error: "Send public keys only: d is the private half",
        abort: true,
      })
      .refine((keys) => keys.some(checksAssertions), {
        error: "None can sign: it takes an RSA key of 2,048 bits for RS384, or an EC key on P-384 for ES384",
      }),
  },
  { error: "A key set is an object with a list named keys" },
);

export const newFhirClientSchema = z
  .object({
    name: z
      .string()
      .trim()
      .min(1, { error: "Write a name" })
      .max(120, { error: "Write at most 120 characters" })
      .regex(/^\P{C}*$/u, { error: "Write it without control characters" }),
    jwksUrl: z
      .url({ protocol: /^https?$/, error: "Write a whole address, such as https://loader.example/jwks.json" })
      .max(2_000)
      .optional(),
    jwks: publicJwks.optional(),
    scopes: z.array(z.string().max(200)).min(1, { error: "Choose at least one" }).max(100),
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
