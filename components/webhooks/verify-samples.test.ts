import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ed25519PublicKey, signatureHeaders } from "@/lib/webhooks/outbound/signature";
import { webhookAlgorithms } from "@/lib/webhooks/schema";
import { verifySamples } from "./verify-samples";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "verify-samples-"));
});
afterAll(() => rm(folder, { recursive: true }));

const body = '{"type":"patient.created","data":{"note":"Grüße 👋"}}';
const made = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const typed = "typed by a person";

describe.each(webhookAlgorithms)("the code for %s", (algorithm) => {
  const known = algorithm === "ed25519" ? ed25519PublicKey : (secret: string) => secret;
  const headersOf = (secrets: string[], timestamp = Math.floor(Date.now() / 1_000)) =>
    signatureHeaders(algorithm, secrets, { id: "msg_1", timestamp, body });
  let verify: (known: string, headers: Record<string, string>, body: string) => unknown;
  beforeAll(async () => {
    const file = path.join(folder, `${algorithm}.mjs`);
    await writeFile(file, verifySamples[algorithm]);
    ({ verify } = await import(pathToFileURL(file).href));
  });

  it("takes what Carelane signed, with a secret of its own or a typed one, and while it rotates", () => {
    for (const secret of [made, typed]) {
      expect(verify(known(secret), headersOf([secret]), body)).toEqual(JSON.parse(body));
      expect(verify(known(secret), headersOf(["a newer one", secret]), body)).toEqual(JSON.parse(body));
    }
  });

  it("takes nothing else", () => {
    const notOurs = /Not from Carelane/;
    expect(() => verify(known(made), headersOf([typed]), body)).toThrow(notOurs);
    expect(() => verify(known(made), headersOf([made]), body.replace("created", "deleted"))).toThrow(notOurs);
    expect(() => verify(known(made), { ...headersOf([made]), "webhook-id": "msg_2" }, body)).toThrow(notOurs);
    const old = Math.floor(Date.now() / 1_000) - 301;
    expect(() => verify(known(made), headersOf([made], old), body)).toThrow(/Too old/);
    expect(() => verify(known(made), { ...headersOf([made]), "webhook-timestamp": "x" }, body)).toThrow();
  });
});
