/** How a receiver checks that a message is Carelane's: code to copy, one for each algorithm. Tests run what stands here. */
import type { WebhookAlgorithm } from "@/lib/webhooks/schema";

const beginning = (
  imports: string,
  known: string,
  header: string,
) => `import { ${imports} } from "node:crypto";

// body: the text of the request as it came, before anything parses it.
export function verify(${known}, headers, body) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  const signatures = headers["${header}"].split(" ");
  if (!(Math.abs(Date.now() / 1000 - timestamp) < 300)) throw new Error("Too old to be true");
`;

const mac = (hash: string, prefix: string, encoding: string) => `
  const key = secret.startsWith("whsec_")
    ? Buffer.from(secret.slice("whsec_".length), "base64")
    : Buffer.from(secret);
  const expected = createHmac("${hash}", key).update(\`\${id}.\${timestamp}.\${body}\`).digest("${encoding}");
  const wanted = Buffer.from("${prefix}" + expected);
  // While a secret rotates there are two signatures.
  const isOurs = signatures.some((each) => {
    const given = Buffer.from(each);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });`;

const publicKey = `
  const x = Buffer.from(publicKey.slice("whpk_".length), "base64").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const content = Buffer.from(\`\${id}.\${timestamp}.\${body}\`);
  // Those that begin with v1, are made with the secret; this check does without it.
  const isOurs = signatures
    .filter((each) => each.startsWith("v1a,"))
    .some((each) => verifySignature(null, content, key, Buffer.from(each.slice("v1a,".length), "base64")));`;

const end = `
  if (!isOurs) throw new Error("Not from Carelane");
  return JSON.parse(body);
}
`;

const macs = "createHmac, timingSafeEqual";

/** A module for Node that exports `verify(secret or public key, headers, body)`: it answers the message or throws. */
export const verifySamples: Readonly<Record<WebhookAlgorithm, string>> = {
  "hmac-sha256": beginning(macs, "secret", "webhook-signature") + mac("sha256", "v1,", "base64") + end,
  "hmac-sha512": beginning(macs, "secret", "x-carelane-signature") + mac("sha512", "sha512=", "hex") + end,
  ed25519:
    beginning("createPublicKey, verify as verifySignature", "publicKey", "webhook-signature") +
    publicKey +
    end,
};
