/** Signing in through the organization's own provider (OpenID Connect), from the first click to the last. */
import { expect, type Page, test } from "@playwright/test";
import { z } from "zod";
import { type Program, startProgram } from "./stage/program";

const servedSchema = z.object({ hubUrl: z.url(), issuer: z.url() });
const mayNotEnter = "This account may not enter. Ask an administrator of your organization to add you.";

let program: Program<z.infer<typeof servedSchema>>;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  program = await startProgram("e2e/scripts/serve-single-sign-on.ts", servedSchema);
});

test.afterAll(() => program.stop());

/** Leaves the sign-in page for the provider; answers what the provider was asked. */
async function leaveForProvider(page: Page, path = "/sign-in"): Promise<URLSearchParams> {
  const { hubUrl, issuer } = program.told;
  const asked = page.waitForRequest((request) => request.url().startsWith(`${issuer}/auth?`));
  await page.goto(hubUrl + path);
  await page.getByRole("button", { name: "Continue with North Clinic" }).click();
  const { searchParams } = new URL((await asked).url());
  await page.waitForURL((url) => url.href.startsWith(issuer));
  return searchParams;
}

/** Says at the provider who one is, and agrees that Carelane may know. */
async function signInAtProvider(page: Page, email: string): Promise<void> {
  await page.getByPlaceholder("Enter any login").fill(email);
  await page.getByPlaceholder("and password").fill("anything");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}

test("somebody whom an admin added enters, stands in the trail, and signs out", async ({ page }) => {
  const { hubUrl } = program.told;
  const asked = await leaveForProvider(page, "/sign-in?next=/admin/audit");
  expect(Object.fromEntries(asked)).toMatchObject({
    response_type: "code",
    code_challenge_method: "S256",
    code_challenge: expect.stringMatching(/./),
    state: expect.stringMatching(/./),
    nonce: expect.stringMatching(/./),
  });
  await signInAtProvider(page, "mara@north.example");
  await expect(page).toHaveURL(`${hubUrl}/admin/audit`);
  const trail = await (await page.request.get(`${hubUrl}/api/audit?action=session.started`)).json();
  expect(trail.data).toMatchObject([
    { actor: { name: "mara" }, target: { way: "single sign-on" }, ip: "127.0.0.1" },
  ]);

  const session = await page.context().cookies(hubUrl);
  await page.getByRole("button", { name: /^mara, .*: your settings$/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.context().addCookies(session);
  expect((await page.request.get(`${hubUrl}/api/me`)).status()).toBe(401);
});

for (const [who, email] of [
  ["nobody has added", "stranger@elsewhere.example"],
  ["was disabled", "gone@west.example"],
  ["has an address that the provider did not verify", "unverified@south.example"],
] as const) {
  test(`somebody who ${who} reads that they may not enter`, async ({ page }) => {
    await leaveForProvider(page);
    await signInAtProvider(page, email);
    await expect(page.getByText(mayNotEnter)).toBeVisible();
    expect((await page.request.get(`${program.told.hubUrl}/api/me`)).status()).toBe(401);
  });
}

test("somebody who turns back at the provider reads how to go on", async ({ page }) => {
  await leaveForProvider(page);
  await page.getByRole("link", { name: "[ Cancel ]" }).click();
  await expect(page.getByText("Carelane could not sign you in. Try again")).toBeVisible();
});

test("an answer that this browser did not ask for opens nothing", async ({ page, browser }) => {
  const { hubUrl } = program.told;
  await leaveForProvider(page);
  const answer = page.waitForRequest((request) =>
    request.url().startsWith(`${hubUrl}/api/auth/callback/oidc`),
  );
  await page.route(`${hubUrl}/api/auth/callback/oidc**`, (route) => route.abort());
  await signInAtProvider(page, "mara@north.example");
  const other = await browser.newPage();
  await leaveForProvider(other);
  await other.goto((await answer).url());
  await expect(other.getByText("Carelane could not sign you in.")).toBeVisible();
  expect((await other.request.get(`${hubUrl}/api/me`)).status()).toBe(401);
  await other.close();
});
