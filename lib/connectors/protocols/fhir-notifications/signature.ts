/** Signatures of WebSub (https://www.w3.org/TR/websub/#signing-content): `method=hex` over the body as it came. */
import { createHmac, timingSafeEqual } from "node:crypto";

/** SHA-1, which the standard still knows, is not believed. */
const methods = ["sha256", "sha384", "sha512"];

/** Whether a signature was made with the secret. Takes the same time wherever it differs. */
export function isSignedWith(secret: string, signature: string | null, body: Uint8Array): boolean {
  const [method = "", hex = ""] = (signature ?? "").trim().split("=");
  if (secret === "" || !methods.includes(method) || !/^[0-9a-f]+$/i.test(hex)) return false;
  const expected = createHmac(method, secret).update(body).digest();
  const given = Buffer.from(hex, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
