/** Records that change here and at the vendor: found, understood and decided by the keyboard, alone or many at once. */
import type { Page } from "@playwright/test";
import { expectSound } from "../stage/expect-sound";
import { demo, epic, expect, hub, test } from "../stage/journey";
import { uniqueWord } from "../stage/unique-word";

test.beforeEach(() => hub.waitForQuiet());

/** Every journey looks at its own conflicts alone, whatever others have left open. */
interface Contested {
  readonly family: string;
  readonly recordId: string;
}

async function sync(): Promise<void> {
  await hub.create("/api/sync/jobs", { type: "PATIENT_SYNC", ehrConnectionId: demo.integrations.epic });
  await hub.waitForQuiet();
}

async function change(recordId: string, data: object): Promise<void> {
  const before = await hub.ask(`/api/records/patients/${recordId}`);
  const headers = { "if-match": before.headers.get("etag") ?? "" };
  const answer = await hub.ask(`/api/records/patients/${recordId}`, "PATCH", { data }, headers);
  expect(answer.status).toBe(200);
}

/** Patients whose birth date both sides have changed, which nobody has noticed yet. */
async function contest(count: number): Promise<Contested[]> {
  const word = uniqueWord();
  const patients = Array.from({ length: count }, (_, index) => {
    const family = `${word}${"abcdefgh".charAt(index)}`;
    return { family, given: ["Adaeze"], birthDate: "1984-03-07", mrn: `C${family}` };
  });
  const remoteIds: string[] = [];
  for (const patient of patients) remoteIds.push(await epic.addPatient(patient));
  await sync();
  const contested: Contested[] = [];
  for (const [index, patient] of patients.entries()) {
    const [record] = await hub.list(`/api/records/patients?q=${patient.family}`);
    if (!record) throw new Error(`${patient.family} did not come in.`);
    await change(record.id, { dateOfBirth: "1984-03-17" });
    await epic.changePatient(remoteIds[index] ?? "", { ...patient, birthDate: "1984-07-03" });
    contested.push({ family: patient.family, recordId: record.id });
  }
  return contested;
}

async function oneContested(): Promise<Contested & { conflictId: string }> {
  const [contested] = await contest(1);
  if (!contested) throw new Error("Nothing is contested.");
  await sync();
  const [conflict] = await hub.list(`/api/sync/conflicts?status=OPEN&recordId=${contested.recordId}`);
  return { ...contested, conflictId: conflict?.id ?? "" };
}

const dialogOf = (page: Page, family: string) => page.getByRole("dialog", { name: `${family}, Adaeze` });

/** The notice after the last of a list; the dialog says it too while it closes. */
const notices = (page: Page) => page.getByRole("region", { name: /Notifications/ });

async function expectBirthDate(recordId: string, dateOfBirth: string): Promise<void> {
  const record = await (await hub.ask(`/api/records/patients/${recordId}`)).json();
  expect(record).toMatchObject({ openConflicts: 0, data: { dateOfBirth } });
}

test("a conflict appears by itself, and is understood and decided with five keys", async ({ enter }) => {
  const [{ family, recordId } = { family: "", recordId: "" }] = await contest(1);
  const [page, other] = [await enter("lab_staff"), await enter("admin")];
  for (const each of [page, other]) {
    await each.goto("/sync?tab=conflicts");
    await expect(each.getByText(/^[\d,]+ shown/)).toBeVisible();
  }
  await sync();
  const [row, elsewhere] = [page, other].map((each) => each.getByRole("row", { name: `${family}, Adaeze` }));
  if (!row || !elsewhere) throw new Error("Two people look.");
  await expect(row).toContainText("17 Mar 1984");
  await expect(row).toContainText("3 Jul 1984");

  await page.keyboard.press("j");
  await expect(row).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = dialogOf(page, family);
  await expect(dialog.getByRole("rowheader", { name: /Date of birth/ })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(dialog.getByRole("button", { name: /3 Jul 1984/, pressed: true })).toBeVisible();
  await page.keyboard.press("1");
  await page.keyboard.press("Control+Enter");
  await expect(notices(page).getByText("The conflict is decided")).toBeVisible();

  await expectBirthDate(recordId, "1984-07-03");
  await expect(row).toHaveCount(0);
  await expect(elsewhere, "who looks from elsewhere sees it go").toHaveCount(0);
  await page.goto("/sync?tab=conflicts&status=RESOLVED");
  await page.getByRole("row", { name: `${family}, Adaeze` }).click();
  await expect(dialog.getByText("Confirmed with the patient")).toBeVisible();
});

test("the next conflict follows, and the last decision is taken back by a key", async ({ enter }) => {
  const contested = await contest(2);
  await sync();
  const page = await enter("lab_staff");
  await page.goto("/sync?tab=conflicts");
  const anyOfThem = new RegExp(contested.map(({ family }) => family).join("|"));
  const rows = page.getByRole("row", { name: anyOfThem });
  await expect(rows).toHaveCount(2);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const title = page.getByRole("dialog").getByRole("heading", { name: anyOfThem });
  const first = (await title.textContent()) ?? "";
  await page.keyboard.press("t");
  await page.keyboard.type("1984-02-30");
  await expect(page.getByText("this day is not in the calendar")).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("1984-02-28");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("A conflict of high severity needs a reason.")).toBeVisible();
  await page.keyboard.type("Birth certificate seen");
  await page.keyboard.press("Enter");
  await expect(title).not.toHaveText(first);
  const decided = contested.find(({ family }) => first.startsWith(family));
  await expectBirthDate(decided?.recordId ?? "", "1984-02-28");

  await page.keyboard.press("u");
  await expect(page.getByText("The decision is taken back")).toBeVisible();
  await expect(title).toHaveText(first);
  await expect(page.getByText("Will be saved", { exact: true })).toBeVisible();
  const decideHere = async () => {
    const before = (await title.textContent()) ?? "";
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("2");
    await page.keyboard.press("Control+Enter");
    await expect(page.getByRole("heading", { name: before })).toHaveCount(0);
  };
  await decideHere();
  await decideHere();
  for (const { recordId } of contested) await expectBirthDate(recordId, "1984-03-17");
});

test("what changes while it is looked at is shown, and what somebody else decides too", async ({ enter }) => {
  const { family, recordId, conflictId } = await oneContested();
  const page = await enter("lab_staff");
  await page.goto(`/records/patients/${recordId}`);
  await expect(page.getByText("A conflict is open on this record")).toBeVisible();
  await page.getByRole("link", { name: "Decide" }).click();
  const dialog = dialogOf(page, family);
  await expect(dialog).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await change(recordId, { dateOfBirth: "1984-03-18" });
  await expect(dialog.getByText("Date of birth: Carelane now has 18 Mar 1984.")).toBeVisible();
  await page.keyboard.press("1");
  await page.keyboard.press("Control+Enter");
  await expect(dialog.getByText("Date of birth is not decided yet.")).toBeVisible();

  const body = { strategy: "USE_REMOTE", reason: "Told by the clinic" };
  expect((await hub.ask(`/api/sync/conflicts/${conflictId}/resolve`, "POST", body)).status).toBe(200);
  await expect(dialog.getByText("Told by the clinic")).toBeVisible();
  await expect(dialog.getByText("Resolved", { exact: true })).toBeVisible();
  await dialog.getByLabel("Take the decision back").fill("The clinic erred");
  await dialog.getByRole("button", { name: "Undo" }).click();
  await expect(dialog.getByText("Will be saved", { exact: true })).toBeVisible();
});

test("a decision that comes too late is not carried out unseen", async ({ enter }) => {
  const { family, recordId, conflictId } = await oneContested();
  const page = await enter("lab_staff", { provokes: /status of (409|412)/ });
  await page.goto(`/sync?tab=conflicts&conflict=${conflictId}`);
  const dialog = dialogOf(page, family);
  await expect(dialog.getByRole("rowheader", { name: /Date of birth/ })).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("1");
  // Others are faster than this person, and than the news of it.
  const meanwhile = (act: () => Promise<unknown>) =>
    page.route(
      /\/resolve$/,
      async (route) => {
        await act();
        await route.continue();
      },
      { times: 1 },
    );
  await meanwhile(() => change(recordId, { dateOfBirth: "1984-03-19" }));
  await page.keyboard.press("Control+Enter");
  await expect(dialog.getByText("Date of birth: Carelane now has 19 Mar 1984.")).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  const body = { strategy: "IGNORE", reason: "Both are wrong" };
  await meanwhile(() => hub.ask(`/api/sync/conflicts/${conflictId}/resolve`, "POST", body));
  await page.keyboard.press("Control+Enter");
  await expect(dialog.getByText("Both are wrong")).toBeVisible();
});

test("many are decided at once, with one reason", async ({ enter }) => {
  const contested = await contest(3);
  await sync();
  const page = await enter("admin");
  await page.goto("/sync?tab=conflicts");
  for (const { family } of contested) {
    await page.getByRole("checkbox", { name: `Choose ${family}, Adaeze` }).check();
  }
  const bar = page.getByRole("region", { name: "Decide several" });
  await expect(bar).toContainText("3 selected");
  await bar.getByRole("button", { name: "Use other system" }).click();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("Say why: it stands in the history of every record")).toBeVisible();
  await page.getByLabel("Reason").fill("The clinic keeps the birth dates");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("3 conflicts are decided")).toBeVisible();
  for (const { recordId } of contested) await expectBirthDate(recordId, "1984-07-03");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`a conflict holds up in ${colorScheme}, on a desk and on a phone`, async ({ enter }) => {
    const { family, conflictId } = await oneContested();
    const page = await enter("lab_staff", { colorScheme });
    await page.goto(`/sync?tab=conflicts&conflict=${conflictId}`);
    const dialog = dialogOf(page, family);
    for (const size of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(size);
      await expect(dialog.getByRole("rowheader", { name: /Date of birth/ })).toBeVisible();
      await dialog.getByRole("button", { name: /17 Mar 1984/ }).click();
      await expectSound(page);
    }
  });
}
