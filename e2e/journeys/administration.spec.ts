import { personOf } from "../stage/demo";
import { HubApi } from "../stage/hub-api";
import { demo, expect, hub, test } from "../stage/journey";
import { uniqueWord } from "../stage/unique-word";

test("a key is shown once, works, and is refused as soon as it is revoked", async ({ enter }) => {
  const name = `Reporting ${uniqueWord()}`;
  const page = await enter("admin");
  await page.goto("/admin/keys");
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Make key" }).click();
  const shown = page.getByRole("dialog", { name: `Key for ${name}` });
  const apiKey = (await shown.getByRole("code").textContent()) ?? "";
  const reporting = new HubApi({ baseUrl: demo.baseUrl, apiKey });
  expect((await reporting.ask("/api/records/patients?limit=1")).status).toBe(200);
  expect((await reporting.ask("/api/users")).status).toBe(403);
  await shown.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByText(apiKey)).toHaveCount(0);

  await page.getByRole("row", { name }).click();
  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByText(`${name} is revoked`)).toBeVisible();
  expect((await reporting.ask("/api/records/patients?limit=1")).status).toBe(401);
});

test("the trail tells who looked at a patient", async ({ enter }) => {
  const id = await hub.create("/api/records/patients", { data: { lastName: uniqueWord() } });
  const reader = await enter("lab_staff");
  await reader.goto(`/records/patients/${id}`);
  await expect(reader.getByRole("tab", { name: "Facts" })).toBeVisible();

  const page = await enter("admin");
  await expect(async () => {
    await page.goto(`/admin/audit?recordId=${id}`);
    await expect(
      page.getByRole("row", { name: personOf(demo, "lab_staff").name }).filter({ hasText: "read" }),
    ).not.toHaveCount(0, { timeout: 1_000 });
  }).toPass();
});
