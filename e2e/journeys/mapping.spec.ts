import type { Page } from "@playwright/test";
import { expectSound } from "../stage/expect-sound";
import { demo, epic, expect, hub, test } from "../stage/journey";
import { uniqueWord } from "../stage/unique-word";

const mappings = `/api/integrations/${demo.integrations.epic}/mappings`;
const screen = `/integrations/${demo.integrations.epic}?tab=mapping`;

const copied = { localField: "names[0].given[0]", remoteField: "$.name[0].family" };

async function put(entity: string, fieldMappings: readonly object[]) {
  expect((await hub.ask(`${mappings}/${entity}`, "PUT", { fieldMappings })).status).toBe(200);
}

/** Other journeys see records as the connector converts them. */
async function takeMappingsBack() {
  await Promise.all(["patients", "practitioners"].map((entity) => put(entity, [])));
}

test.beforeEach(async () => {
  await hub.waitForQuiet();
  await takeMappingsBack();
});
test.afterEach(async () => {
  await hub.waitForQuiet();
  await takeMappingsBack();
});

async function synchronise() {
  await hub.create("/api/sync/jobs", { type: "PATIENT_SYNC", ehrConnectionId: demo.integrations.epic });
  await hub.waitForQuiet();
}

/** A patient that has just come from Epic; answers the ids on both sides. */
async function takeIn(family: string) {
  const patient = { family, given: ["ada"], birthDate: "1980-05-15" };
  const remoteId = await epic.addPatient(patient);
  await synchronise();
  const [record] = await hub.list(`/api/records/patients?q=${family}`);
  return { patient, remoteId, recordId: record?.id ?? "" };
}

function preview(page: Page) {
  return page.getByRole("region", { name: "Preview", exact: true });
}

test("an admin maps a field, sees what it makes of a patient, saves it, and the next sync does it", async ({
  enter,
}) => {
  const family = uniqueWord();
  const { patient, remoteId, recordId } = await takeIn(family);
  const page = await enter("admin", { provokes: /status of 422/ });
  await page.goto(`${screen}&entity=patients`);
  await expect(page.getByText("No field mappings")).toBeVisible();
  await expect(preview(page).getByRole("combobox", { name: "Record" })).toContainText(family);

  await page.getByRole("button", { name: "Add field" }).click();
  await page.getByLabel("Field here").fill(copied.localField);
  await page.getByLabel("Path there").fill("$.name[0.family");
  await expect(page.getByText(/goes wrong at position \d+/)).toBeVisible();
  await expect(preview(page).getByText("Correct the places that are marked")).toBeVisible();
  await page.getByLabel("Path there").fill(copied.remoteField);
  await expect(preview(page).getByRole("region", { name: /^Preview of names/ })).toContainText(
    `${family} →  becomes ${family}`,
  );
  await page.getByRole("button", { name: "Add step" }).click();
  await page.getByRole("menuitem", { name: "Function" }).click();
  await page.getByLabel("Function", { exact: true }).click();
  await page.getByRole("option", { name: /^uppercase/ }).click();
  await expect(page.getByText("On push the value goes as it is.")).toBeVisible();
  await expect(preview(page)).toContainText(family.toUpperCase());
  await expectSound(page);

  // What is not saved is not lost by a press on a link.
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("button", { name: "Keep editing" }).click();
  await page.getByLabel(/^Note on the change/).fill("Given names as Riverbend writes them");
  await page.getByRole("button", { name: "Save mapping" }).click();
  await expect(page.getByText("Everything is saved.")).toBeVisible();

  await epic.changePatient(remoteId, { ...patient, phone: "555-0100" });
  await synchronise();
  await page.goto(`/records/patients/${recordId}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`${family}, ${family.toUpperCase()}`);
});

test("an admin has the records here mapped anew, without a sync", async ({ enter }) => {
  const family = uniqueWord();
  const { recordId } = await takeIn(family);
  await put("patients", [{ ...copied, transform: "uppercase" }]);
  const page = await enter("admin");
  await page.goto(`${screen}&entity=patients`);
  await page.getByRole("button", { name: /^Map [\d,]+ anew$/ }).click();
  await expectSound(page);
  await page.getByRole("dialog").getByRole("button", { name: "Map anew", exact: true }).click();
  await expect(page.getByText("Records are mapped anew", { exact: true })).toBeVisible({ timeout: 45_000 });
  await page.goto(`/records/patients/${recordId}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`${family}, ${family.toUpperCase()}`);
  await put("patients", []);
  await hub.create(`${mappings}/patients/apply`, {});
});

test("an earlier version comes back as the next one", async ({ enter }) => {
  await put("practitioners", [copied]);
  await put("practitioners", [{ ...copied, transform: "uppercase" }]);
  const page = await enter("admin");
  await page.goto(`${screen}&entity=practitioners`);
  await expect(page.getByRole("list", { name: "Fields" })).toContainText("uppercase");
  await page.getByRole("button", { name: /^Version \d+$/ }).click();
  await expectSound(page);
  await page
    .getByRole("button", { name: /^Bring version/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Bring back", exact: true }).last().click();
  await expect(page.getByRole("list", { name: "Fields" })).not.toContainText("uppercase");
  await page.getByRole("button", { name: /^Version \d+$/ }).click();
  await expect(page.getByRole("list", { name: "Versions" })).toContainText(/Back to version \d+/);
});

test("whoever saves over somebody else's version is told, and nothing is lost", async ({ enter }) => {
  const page = await enter("admin", { provokes: /status of 412/ });
  await page.goto(`${screen}&entity=practitioners`);
  await page.getByRole("button", { name: "Add field" }).click();
  await page.getByLabel("Field here").fill(copied.localField);
  await page.getByLabel("Path there").fill(copied.remoteField);
  await put("practitioners", [{ ...copied, transform: "trim" }]);
  await page.getByRole("button", { name: "Save mapping" }).click();
  await expect(page.getByText("Somebody else saved this mapping meanwhile")).toBeVisible();
  await page.getByRole("button", { name: "Show theirs" }).click();
  await expect(page.getByRole("list", { name: "Fields" })).toContainText("trim");
});

test("a mapping is pasted as JSON, with a lookup table that is made on the way", async ({ enter }) => {
  const table = `Codes ${uniqueWord()}`;
  const page = await enter("admin");
  await page.goto(`${screen}&entity=practitioners`);
  await page.getByRole("radio", { name: "JSON" }).click();
  const text = page.getByLabel("Field mappings as JSON");
  await text.fill("[{");
  await expect(page.getByText("This is not JSON yet")).toBeVisible();
  await text.fill(JSON.stringify([copied]));
  await page.getByRole("radio", { name: "Fields" }).click();
  await page.getByRole("button", { name: /^names\[0\]\.given\[0\] with/ }).click();
  await page.getByRole("button", { name: "Add step" }).click();
  await page.getByRole("menuitem", { name: "Lookup" }).click();
  await page.getByRole("button", { name: "New table" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(table);
  await page.getByLabel("Theirs in row 1").fill("M");
  await page.getByLabel("Ours in row 1").fill("male");
  await page.getByRole("button", { name: "Save table" }).click();
  await expect(page.getByLabel("Lookup table", { exact: true })).toContainText(table);
  await expect(preview(page)).toContainText("has no row for the value");
  await expectSound(page);
  await page.getByRole("button", { name: "Save mapping" }).click();
  await expect(page.getByText("Everything is saved.")).toBeVisible();
});

test("lab staff see mapping and preview, and cannot change them", async ({ enter }) => {
  await put("practitioners", [copied]);
  const page = await enter("lab_staff");
  await page.goto(`${screen}&entity=practitioners`);
  await expect(page.getByText("Changing it needs the right to manage integrations.")).toBeVisible();
  await page.getByRole("button", { name: /^names/ }).click();
  await expect(page.getByLabel("Path there")).toBeDisabled();
  await expect(preview(page).getByRole("region", { name: /^Preview of/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Save mapping" })).toHaveCount(0);
  await expectSound(page);
});
