import { expect, type Page } from "@playwright/test";
import type { Person } from "./demo";

/** Fills in the sign-in page and sends it; what follows is the journey's to tell. */
export async function sendSignIn(page: Page, { email, password }: Pick<Person, "email" | "password">) {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Signs in and waits for the workspace. */
export async function signIn(page: Page, person: Pick<Person, "email" | "password">) {
  await sendSignIn(page, person);
  await expectAwake(page);
}

/** Waits until the workspace listens to keys and presses: only then it opens its live line. */
export async function expectAwake(page: Page) {
  await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();
}
