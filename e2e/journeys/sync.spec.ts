import type { Page } from "@playwright/test";
import { demo, epic, expect, hub, test } from "../stage/journey";
import { uniqueWord } from "../stage/unique-word";

test.beforeEach(() => hub.waitForQuiet());
test.afterEach(() => epic.takeFaultsBack());

/** Which cell of a job's row tells how many records it added; the system is the row's head. */
const added = 3;

const system = "Epic EHR · Lakeside Medical";

/** Starts a sync of patients as another system would; answers the job's id. */
function startSync(): Promise<string> {
  return hub.create("/api/sync/jobs", { type: "PATIENT_SYNC", ehrConnectionId: demo.integrations.epic });
}

async function openJob(page: Page, id: string) {
  await page.goto(`/sync?job=${id}`);
  return page.getByRole("dialog", { name: system });
}

test("a sync started by key is followed live to its end, and brings the new patient", async ({ enter }) => {
  const family = uniqueWord();
  const patient = { family, given: ["Ōta", "Zoë"], birthDate: "1987-02-28", mrn: `E${family}` };
  const remoteId = await epic.addPatient(patient);
  const page = await enter("lab_staff");
  await page.goto("/sync");
  const done = page.getByRole("row", { name: `Done ${system}` });
  await expect(done.first()).toBeVisible();
  const doneBefore = await done.count();
  let loads = 0;
  page.on("load", () => {
    loads += 1;
  });

  await page.keyboard.press("n");
  await expect(
    page.getByRole("dialog", { name: "Start sync" }).getByText("Nothing is sent back."),
  ).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("Sync started")).toBeVisible();
  await expect(page.getByRole("row", { name: `Running ${system}` })).toBeVisible();
  await expect(done).toHaveCount(doneBefore + 1, { timeout: 45_000 });
  await expect(done.first().getByRole("cell").nth(added)).toHaveText("1");
  expect(loads).toBe(0);

  await page.getByRole("link", { name: "Records" }).click();
  await page.getByLabel("Search records").fill(family);
  await page.getByRole("row", { name: `${family}, Ōta Zoë` }).click();
  const panel = page.getByRole("dialog", { name: `${family}, Ōta Zoë` });
  await expect(panel.getByText("28 Feb 1987")).toHaveCount(2);
  await expect(panel.getByText(patient.mrn, { exact: true })).toBeVisible();
  await expect(panel.getByText("Lakeside Medical")).toBeVisible();
  await expect(panel.getByText(remoteId)).toBeVisible();
  await panel.getByRole("tab", { name: "Raw" }).click();
  await expect(panel.getByRole("region", { name: "Resource of Lakeside Medical" })).toContainText(
    `"family": "${family}"`,
  );
  await panel.getByRole("tab", { name: "History" }).click();
  await expect(panel.getByText("First version")).toBeVisible();
  await panel.getByRole("link", { name: "Sync job" }).click();
  await expect(page.getByRole("heading", { name: system, level: 1 })).toBeVisible();
});

test("a line that cannot be read is refused alone, and the job says so", async ({ enter }) => {
  await epic.order({ kind: "malformed_line", count: 1 });
  const page = await enter("lab_staff");
  const panel = await openJob(page, await startSync());
  await expect(panel.getByText("1 refused", { exact: true })).toBeVisible({ timeout: 45_000 });
  await expect(panel.getByRole("heading", { name: "Errors 1" })).toBeVisible();
  await expect(panel.getByText("Patients, while it was read")).toBeVisible();
  await expect(panel.getByText("Their data")).toBeVisible();
  // The panel counts while the job runs; the list tells once it has ended.
  await expect(page.getByRole("row", { name: `1 refused ${system}` }).first()).toBeVisible({
    timeout: 45_000,
  });
});

test("a vendor that refuses is told in a sentence, and a retry succeeds once it lets us in", async ({
  enter,
}) => {
  await epic.order({ kind: "status", status: 403, path: "/R4/" });
  const page = await enter("lab_staff");
  const failed = await startSync();
  const panel = await openJob(page, failed);
  await expect(panel.getByText("Failed", { exact: true })).toBeVisible({ timeout: 45_000 });
  await expect(page.getByRole("row", { name: `Failed ${system}` }).first()).toContainText(
    "Ask the Epic administrator to give the mapped background user this right.",
  );
  await epic.takeFaultsBack();
  await panel.getByRole("button", { name: "Retry" }).click();
  await expect(page.getByText("A new job takes up what is left")).toBeVisible();
  await expect(async () => {
    const jobs = await hub.list("/api/sync/jobs?limit=5");
    expect(jobs.find(({ retryOf }) => retryOf === failed)).toMatchObject({ status: "COMPLETED" });
  }).toPass({ timeout: 45_000 });
  await expect(page.getByRole("row", { name: `Done ${system}` }).first()).toBeVisible();
});
