import { createHmac, createPublicKey, randomBytes, verify } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { ed25519PublicKey, encodeSecret, secretBytes, signatureHeaders } from "./signature";

const body = '{"type":"patient.created","timestamp":"2026-11-21T08:00:00.000Z","data":{"note":"Grüße 👋"}}';
const content = { id: "msg_1", timestamp: Math.floor(Date.now() / 1_000), body };
const made = encodeSecret(randomBytes(32));

/** What the reference library makes of it; throws when no signature fits. */
function verified(secret: string, headers: Record<string, string>, text = body): unknown {
  return new Webhook(encodeSecret(secretBytes(secret))).verify(text, headers);
}

describe("a signature", () => {
  it.each([made, "typed by a person", "Schlüssel-äöü", `whsec_${Buffer.alloc(24, 7).toString("base64")}`])(
    "is accepted by the reference library for the secret %s",
    (secret) => {
      expect(verified(secret, signatureHeaders("hmac-sha256", [secret], content))).toEqual(JSON.parse(body));
    },
  );

  it("holds for these bytes, this id and this time alone", () => {
    const headers = signatureHeaders("hmac-sha256", [made], content);
    expect(() => verified(made, headers, body.replace("created", "deleted"))).toThrow();
    expect(() => verified(made, { ...headers, "webhook-id": "msg_2" })).toThrow();
    expect(() => verified(made, { ...headers, "webhook-timestamp": `${content.timestamp + 1}` })).toThrow();
    expect(() => verified(encodeSecret(randomBytes(32)), headers)).toThrow();
  });

  it("is accepted under either secret while they rotate", () => {
    const old = "the secret of before";
    for (const algorithm of ["hmac-sha256", "hmac-sha512", "ed25519"] as const) {
      const headers = signatureHeaders(algorithm, [made, old], content);
      expect(verified(made, headers)).toEqual(verified(old, headers));
    }
  });

  it("of ed25519 is verified by the public key, with a v1 beside it", () => {
    const headers = signatureHeaders("ed25519", [made], content);
    expect(verified(made, headers)).toEqual(JSON.parse(body));
    const raw = Buffer.from(ed25519PublicKey(made).replace("whpk_", ""), "base64");
    const key = createPublicKey({
      key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") },
      format: "jwk",
    });
    const signature = /v1a,(\S+)/.exec(headers["webhook-signature"] ?? "")?.[1] ?? "";
    const signed = Buffer.from(`${content.id}.${content.timestamp}.${body}`);
    expect(verify(null, signed, key, Buffer.from(signature, "base64"))).toBe(true);
  });

  it("of hmac-sha512 stands in a header of its own, beside v1", () => {
    const headers = signatureHeaders("hmac-sha512", ["typed by a person"], content);
    const expected = createHmac("sha512", "typed by a person")
      .update(`${content.id}.${content.timestamp}.${body}`)
      .digest("hex");
    expect(headers["x-carelane-signature"]).toBe(`sha512=${expected}`);
    expect(verified("typed by a person", headers)).toEqual(JSON.parse(body));
  });
});
