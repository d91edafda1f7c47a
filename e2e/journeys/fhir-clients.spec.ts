import { randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { z } from "zod";
import { expectSound } from "../stage/expect-sound";
import { expect, hub, test } from "../stage/journey";
import { uniqueWord } from "../stage/unique-word";

const tokenSchema = z.object({ access_token: z.string(), scope: z.string() });

/** Asks for a token as the client would, with an assertion of its own key. */
async function askForToken(clientId: string, tokenUrl: string, key: CryptoKey): Promise<Response> {
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: "ES384", kid: "loader-1" })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(tokenUrl)
    .setJti(randomUUID())
    .setExpirationTime("2 minutes")
    .sign(key);
  return fetch(tokenUrl, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      scope: "system/Patient.rs",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    }),
  });
}

test("a client registered with its key reads a patient, until it is revoked", async ({ enter }) => {
  const patientId = await hub.create("/api/records/patients", { data: { lastName: uniqueWord() } });
  const { publicKey, privateKey } = await generateKeyPair("ES384");
  const jwk = { ...(await exportJWK(publicKey)), kid: "loader-1" };
  const name = `Loader ${uniqueWord()}`;
  const page = await enter("admin");
  await page.goto("/admin/fhir-clients");
  await page.getByRole("button", { name: "Register a client" }).first().click();
  const form = page.getByRole("dialog", { name: "Register a client" });
  await form.getByLabel("Name").fill(name);
  await form.getByRole("radio", { name: "Pasted keys" }).click();
  await form.getByLabel("Public keys (JWKS)").fill(JSON.stringify({ keys: [{ ...jwk, d: "secret" }] }));
  await form.getByRole("button", { name: "Register client" }).click();
  await expect(form.getByText("Send public keys only: d is the private half")).toBeVisible();
  await expect(form.getByText("Choose at least one")).toBeVisible();
  await expectSound(page);
  await form.getByLabel("Public keys (JWKS)").fill(JSON.stringify({ keys: [jwk] }));
  await form.getByRole("checkbox", { name: "Read Patient" }).check();
  await expect(form.getByText("system/Patient.rs", { exact: true })).toBeVisible();
  await form.getByRole("button", { name: "Register client" }).click();

  const registered = page.getByRole("dialog", { name: `${name} is registered` });
  await expect(registered).toBeVisible();
  const shown = await registered.getByRole("code").allTextContents();
  const [clientId = "", baseUrl, tokenUrl = ""] = shown;
  await expectSound(page);
  const granted = await askForToken(clientId, tokenUrl, privateKey);
  expect(granted.status).toBe(200);
  const { access_token, scope } = tokenSchema.parse(await granted.json());
  expect(scope).toBe("system/Patient.rs");
  const read = () =>
    fetch(`${baseUrl}/Patient/${patientId}`, { headers: { authorization: `Bearer ${access_token}` } });
  expect((await read()).status).toBe(200);
  await registered.getByRole("button", { name: "Done" }).click();

  await page.getByRole("row", { name }).click();
  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("button", { name: "Revoke client" }).click();
  await expect(page.getByText(`${name} is revoked`)).toBeVisible();
  await expect(page.getByRole("row", { name })).toHaveCount(0);
  expect((await askForToken(clientId, tokenUrl, privateKey)).status).toBe(401);
  expect((await read()).status).toBe(401);
});

test("an address and a scope that are refused are told at their fields", async ({ enter }) => {
  const page = await enter("admin", { provokes: /status of 422/ });
  await page.goto("/admin/fhir-clients");
  await page.getByRole("button", { name: "Register a client" }).first().click();
  const form = page.getByRole("dialog", { name: "Register a client" });
  await form.getByLabel("Name").fill(`Loader ${uniqueWord()}`);
  await form.getByLabel("Key set address (JWKS URL)").fill("http://10.0.0.1/jwks.json");
  await form.getByLabel("Further scopes (optional)").fill("system/Claim.read");
  await form.getByRole("button", { name: "Register client" }).click();
  await expect(form.getByText(/^Not granted here: system\/Claim\.read\./)).toBeVisible();
  await form.getByLabel("Further scopes (optional)").fill("system/Patient.read");
  await form.getByRole("button", { name: "Register client" }).click();
  await expect(form.getByLabel("Key set address (JWKS URL)")).toHaveAttribute("aria-invalid", "true");
});
