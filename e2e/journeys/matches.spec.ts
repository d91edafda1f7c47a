/** A patient who is here by hand comes from the vendor as well: found, told apart, linked, and parted again. */
import type { Page } from "@playwright/test";
import { expectSound } from "../stage/expect-sound";
import { demo, epic, expect, hub, test } from "../stage/journey";
import { uniqueWord } from "../stage/unique-word";

test.beforeEach(() => hub.waitForQuiet());

interface Alike {
  readonly title: string;
  readonly recordId: string;
}

/** A patient made here without any identifier, and the like of them at the vendor, whom nobody has pulled yet. */
async function makeAlike(): Promise<Alike> {
  const family = uniqueWord();
  const [given, birthDate] = ["Adaeze", "1984-03-07"];
  const names = [{ use: "official", family, given: [given] }];
  const recordId = await hub.create("/api/records/patients", { data: { names, dateOfBirth: birthDate } });
  await epic.addPatient({ family, given: [given], birthDate, mrn: `M${family}`, phone: "+16085550142" });
  return { title: `${family}, ${given}`, recordId };
}

async function sync(): Promise<void> {
  await hub.create("/api/sync/jobs", { type: "PATIENT_SYNC", ehrConnectionId: demo.integrations.epic });
  await hub.waitForQuiet();
}

async function openMatches(page: Page): Promise<void> {
  await page.goto("/sync?tab=conflicts");
  await page.getByRole("radio", { name: /^Same person\?/ }).click();
  await expect(page.getByText(/^[\d,]+ shown/)).toBeVisible();
}

async function linksOf(recordId: string): Promise<unknown> {
  const record = await (await hub.ask(`/api/records/patients/${recordId}`)).json();
  return record.links;
}

test("a patient who may be known is shown by itself, linked by the keyboard alone, and parted again", async ({
  enter,
}) => {
  const { title, recordId } = await makeAlike();
  const page = await enter("lab_staff");
  await openMatches(page);
  await sync();
  const row = page.getByRole("row", { name: title });
  await expect(row).toContainText("Same name, Same birth date");

  await page.keyboard.press("j");
  await expect(row).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: title });
  const candidate = dialog.getByRole("button", { name: `Same person as ${title}` });
  await expect(candidate).toHaveAttribute("aria-pressed", "false");
  await expectSound(page);
  await page.keyboard.press("Control+Enter");
  await expect(dialog.getByText("Choose first: one of those here, or a new patient.")).toBeVisible();
  await page.keyboard.press("1");
  await expect(candidate).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Control+Enter");
  await expect(dialog.getByText("Say why: the reason stays with the decision.")).toBeVisible();
  await page.keyboard.type("Same telephone voice");
  await page.keyboard.press("Control+Enter");
  await expect(row).toHaveCount(0);
  expect(await linksOf(recordId)).toMatchObject([{ state: "linked", canUndo: true }]);

  await page.goto("/sync?tab=conflicts&ask=people&status=LINKED");
  await page.getByRole("row", { name: title }).click();
  await expect(dialog.getByText("Same telephone voice")).toBeVisible();
  await dialog.getByRole("link", { name: "Open record" }).click();

  await page.getByRole("button", { name: "Undo link…" }).click();
  await page.keyboard.type("Another person of that name");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Open the new patient" }).click();
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await expect(page).not.toHaveURL(new RegExp(recordId));
  await expect(page.getByText("+16085550142").first()).toBeVisible();
  expect(await linksOf(recordId)).toEqual([]);
  await sync();
  expect(await linksOf(recordId), "no later pull joins the two again").toEqual([]);
});

test("who was decided about elsewhere is told so, and a new patient is made by two keys", async ({
  enter,
}) => {
  const { title, recordId } = await makeAlike();
  await sync();
  const [page, other] = [await enter("lab_staff"), await enter("admin")];
  for (const each of [page, other]) {
    await openMatches(each);
    await each.getByRole("row", { name: title }).click();
    await expect(each.getByRole("button", { name: `Same person as ${title}` })).toBeVisible();
  }
  await other.keyboard.press("0");
  await other.keyboard.press("c");
  await other.keyboard.press("Control+Enter");
  await expect(page.getByText("This was decided meanwhile")).toBeVisible();
  await expect(page.getByRole("dialog").getByText("Confirmed with the patient")).toBeVisible();
  expect(await linksOf(recordId)).toEqual([]);
  expect(await hub.list(`/api/records/patients?q=${title.split(",")[0]}`)).toHaveLength(2);
});
