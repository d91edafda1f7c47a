/** What people decide about a job: to pause it, to cancel it, to let it delete; and what waits while Redis is away. */
import type { Page } from "@playwright/test";
import { demoRedis, hasOwnRedis } from "../stage/demo-redis";
import { demo, epic, expect, hub, test } from "../stage/journey";
import { uniqueWord } from "../stage/unique-word";

test.beforeEach(() => hub.waitForQuiet());
test.afterEach(() => epic.takeFaultsBack());

const system = "Epic EHR · Lakeside Medical";

async function startSlowSync(): Promise<string> {
  await epic.order({ kind: "slow_body", bytes: 400_000, ms: 500 });
  return hub.create("/api/sync/jobs", { type: "FULL_SYNC", ehrConnectionId: demo.integrations.epic });
}

async function openJob(page: Page, id: string) {
  await page.goto(`/sync?job=${id}`);
  const panel = page.getByRole("dialog", { name: system });
  const state = (word: string) =>
    expect(panel.getByText(word, { exact: true })).toBeVisible({ timeout: 45_000 });
  const press = (name: string) => panel.getByRole("button", { name, exact: true }).click();
  return { panel, state, press };
}

/** Opens a job that runs, and pauses it. */
async function openPaused(page: Page) {
  const job = await openJob(page, await startSlowSync());
  await job.state("Running");
  await job.press("Pause");
  await expect(page.getByText("Pauses after the page it is at")).toBeVisible();
  await job.state("Paused");
  await epic.takeFaultsBack();
  return job;
}

test("a running job pauses at the end of its page, and goes on to its end", async ({ enter }) => {
  const page = await enter("lab_staff");
  const { state, press } = await openPaused(page);
  await press("Resume");
  await expect(page.getByText("Goes on from where it stood")).toBeVisible();
  await state("Done");
});

test("a job is cancelled after a question, and a retry takes up what is left", async ({ enter }) => {
  const page = await enter("lab_staff");
  const { state, press } = await openPaused(page);
  await press("Cancel job");
  const question = page.getByRole("dialog", { name: "Cancel this job?" });
  await question.getByRole("button", { name: "Let it run" }).click();
  await expect(question).toHaveCount(0);
  await state("Paused");
  await press("Cancel job");
  await question.getByRole("button", { name: "Cancel job" }).click();
  await expect(page.getByText("The job is cancelled")).toBeVisible();
  await state("Cancelled");
  await press("Retry");
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await state("Done");
});

/** Patients whom no other system has: what another still has is not deleted. */
async function addOwnPatients(count: number): Promise<string[]> {
  const word = uniqueWord();
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const patient = {
      family: `${word}${n}`,
      given: ["Ines"],
      birthDate: `${1900 + n}-05-17`,
      mrn: `G${word}${n}`,
    };
    ids.push(await epic.addPatient(patient));
  }
  await hub.create("/api/sync/jobs", { type: "PATIENT_SYNC", ehrConnectionId: demo.integrations.epic });
  await hub.waitForQuiet();
  return ids;
}

test("many deletions wait for an administrator, who reviews and allows them", async ({ enter }) => {
  const gone = 120;
  await epic.removePatients(await addOwnPatients(gone));
  const page = await enter("admin");
  await page.goto("/sync");
  await page.getByRole("button", { name: "Start sync" }).click();
  await page.getByRole("radio", { name: "Everything" }).click();
  await expect(page.getByText("if that is much, you are asked first")).toBeVisible();
  await page.keyboard.press("Control+Enter");
  const asking = page.getByRole("row", { name: `Asks you ${system}` }).first();
  await expect(asking).toContainText(`Would delete ${gone} of`, { timeout: 45_000 });

  const labStaff = await enter("lab_staff");
  await labStaff.goto("/sync");
  await labStaff.getByRole("button", { name: "Review" }).first().click();
  await expect(labStaff.getByText("An administrator decides about it.")).toBeVisible();
  await expect(labStaff.getByRole("button", { name: /^Delete/ })).toHaveCount(0);

  await asking.getByRole("button", { name: "Review" }).click();
  const panel = page.getByRole("dialog", { name: system });
  await expect(panel.getByRole("heading", { name: `Would be deleted ${gone}` })).toBeVisible();
  await expect(panel.getByText("Patients, deleted there").first()).toBeVisible();
  await panel.getByRole("button", { name: `Delete ${gone} records` }).click();
  await page
    .getByRole("dialog", { name: `Delete ${gone} records?` })
    .getByRole("button", { name: `Delete ${gone} records` })
    .click();
  await expect(panel.getByText("Deletions allowed by Mara Lindqvist")).toBeVisible();
  await expect(panel.getByText(`${gone} deleted`)).toBeVisible({ timeout: 45_000 });
  await expect(panel.getByText("Patients, deleted there, deleted here").first()).toBeVisible();
});

test("a sync started while Redis is away is accepted, and begins once it is back", async ({ enter }) => {
  test.skip(!hasOwnRedis, "The demo uses a Redis that is not its own.");
  const page = await enter("lab_staff");
  await page.goto("/sync");
  const done = page.getByRole("row", { name: `Done ${system}` });
  await expect(done.first()).toBeVisible();
  const doneBefore = await done.count();
  const banner = page.getByRole("status").filter({ hasText: "Redis does not answer" });
  demoRedis.freeze();
  try {
    await expect(banner).toBeVisible({ timeout: 30_000 });
    await page.keyboard.press("n");
    await page
      .getByRole("dialog", { name: "Start sync" })
      .getByRole("button", { name: "Start sync" })
      .click();
    await expect(page.getByText("It waits, and begins by itself")).toBeVisible();
    await expect(page.getByRole("row", { name: `Waiting ${system}` })).toBeVisible();
  } finally {
    demoRedis.wake();
  }
  await expect(done).toHaveCount(doneBefore + 1, { timeout: 45_000 });
  await expect(banner).toHaveCount(0, { timeout: 30_000 });
});
