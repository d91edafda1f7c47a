import { expect, hub, test } from "../stage/journey";
import { expectAwake } from "../stage/sign-in";
import { uniqueWord } from "../stage/unique-word";

test("the palette finds a patient by name and opens it", async ({ enter }) => {
  const family = uniqueWord();
  const id = await hub.create("/api/records/patients", { data: { lastName: family, firstName: "Ines" } });
  const page = await enter("lab_staff");
  await page.goto("/sync");
  await expectAwake(page);
  await page.keyboard.press("Control+k");
  await page.keyboard.type(family.toLowerCase());
  await expect(page.getByRole("option", { name: `${family}, Ines` })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/records/patients/${id}`);
  await expect(page.getByRole("heading", { name: `${family}, Ines` })).toBeVisible();
});

test("[ folds the navigation and unfolds it, and the choice stays", async ({ enter }) => {
  const page = await enter("lab_staff");
  await page.goto("/sync");
  const navigation = page.getByRole("complementary", { name: "Workspace" });
  const width = async () => (await navigation.boundingBox())?.width;
  await expectAwake(page);
  await expect.poll(width).toBe(220);
  await page.keyboard.press("[");
  await expect.poll(width).toBe(56);
  await page.reload();
  await expect.poll(width).toBe(56);
  // Jobs are asked for by the page itself: when they stand there it listens.
  await expect(page.getByRole("row", { name: /Lakeside/ }).first()).toBeVisible();
  await page.keyboard.press("[");
  await expect.poll(width).toBe(220);
});

test("J and K move through the jobs, Enter opens one, Esc closes it and gives the focus back", async ({
  enter,
}) => {
  const page = await enter("lab_staff");
  await page.goto("/sync");
  const first = page
    .getByRole("table", { name: /^Sync jobs/ })
    .getByRole("row", { name: /EHR|FHIR/ })
    .first();
  await expect(first).toBeVisible();
  await page.keyboard.press("j");
  await expect(first).toBeFocused();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: /EHR|FHIR/ });
  await expect(panel).toBeVisible();
  await expect(page).toHaveURL(/\?job=/);
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
  await expect(first).toBeFocused();
});
