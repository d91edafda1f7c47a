import type { Page } from "@playwright/test";
import { expectSound } from "../stage/expect-sound";
import { demo, epic, expect, hub, test } from "../stage/journey";
import { sendHl7 } from "../stage/send-hl7";
import { uniqueWord } from "../stage/unique-word";

test.beforeEach(() => hub.waitForQuiet());
test.afterEach(() => epic.takeFaultsBack());

/** A step of the set-up, by its title. */
function step(page: Page, title: string | RegExp) {
  return page.getByRole("region", { name: title });
}

/** Chooses the connector, fills in what is known, and saves; answers the address of our keys that is then shown. */
async function addEpicCustomer(page: Page, name: string): Promise<string> {
  const known = await epic.credentials();
  await page.goto("/integrations");
  await page.getByRole("link", { name: "Add integration" }).click();
  await page.getByRole("link", { name: /^Epic EHR/ }).click();
  await expect(page.getByText("Requires Epic App Orchard approval")).toBeVisible();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("FHIR address").fill("fhir.riverbend");
  await page.getByLabel("Group ID").fill(known.groupId ?? "");
  await page.getByRole("button", { name: "Save and go on" }).click();
  await expect(page.getByText("Write a whole address")).toBeVisible();
  await page.getByLabel("FHIR address").fill(known.fhirBaseUrl ?? "");
  await expect(page.getByText("Write a whole address")).toHaveCount(0);

  // Patients alone make a short first sync.
  const others = page
    .getByRole("list")
    .getByRole("checkbox", { checked: true })
    .and(page.locator(":not(#entity-patients)"));
  while ((await others.count()) > 0) await others.first().uncheck();
  await page.getByLabel("When").click();
  await page.getByRole("option", { name: "Every 6 hours" }).click();
  await expect(
    page.getByText(/^Next runs: .+ then .+ and .+, by the clock of America\/New York/),
  ).toBeVisible();
  await page.getByRole("button", { name: "Save and go on" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  return (await page.getByRole("code").textContent()) ?? "";
}

test("an admin adds a second Epic customer, tests it and synchronises it", async ({ enter }) => {
  const name = `Riverbend ${uniqueWord()}`;
  const clientId = `client-${uniqueWord()}`;
  const page = await enter("admin");
  const keysUrl = await addEpicCustomer(page, name);
  expect(keysUrl).toMatch(new RegExp(`^${demo.baseUrl}/api/integrations/.+/jwks.json$`));

  // What was saved is there for whoever comes back, and says what is missing.
  await page.getByRole("link", { name: "Integrations" }).first().click();
  const row = page.getByRole("row", { name });
  await expect(row).toContainText("Being set up");
  await expect(row).toContainText("Missing: Client ID");
  await row.click();
  await step(page, "Settings").getByRole("link", { name: "Fill them in" }).click();
  await expect(page.getByLabel("When")).toContainText("Every 6 hours");
  await page.getByLabel("Client ID").fill(clientId);
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Everything is saved")).toBeVisible();
  await page.getByRole("link", { name: "Overview" }).click();

  await page.getByRole("button", { name: "Test the connection" }).click();
  const checks = step(page, "Test the connection").getByRole("listitem");
  await expect(checks.filter({ hasText: "Discovery, passed" })).toBeVisible();
  await expect(checks.filter({ hasText: "Access token, failed" })).toContainText(
    `What to do: Compare the client id; register ${keysUrl}`,
  );
  await expectSound(page);
  await epic.registerClient(clientId, keysUrl);
  await page.getByRole("button", { name: "Test again" }).click();
  await expect(page.getByText(/^Connection successful, \d+ ms$/)).toBeVisible();
  await expect(checks.filter({ hasText: "passed" })).toHaveCount(5);

  await page.getByRole("button", { name: "Activate" }).click();
  // So that the sync can be seen under way.
  await epic.order({ kind: "latency", ms: 3_000, count: 1 });
  await page.getByRole("button", { name: "Start first sync" }).click();
  await expect(page.getByRole("link", { name: "Follow the job" })).toBeVisible();
  await expect(page.getByText("Healthy", { exact: true })).toBeVisible({ timeout: 60_000 });
  // Whoever may be somebody here already waits for a person.
  const id = /[0-9a-f-]{36}/.exec(page.url())?.[0];
  const asked = await hub.list(`/api/sync/matches?status=OPEN&integrationId=${id}&limit=200`);
  const patients = ((await epic.total("Patient")) - asked.length).toLocaleString("en-US");
  await expect(page.getByText("Records linked").locator("xpath=following-sibling::dd[1]")).toHaveText(
    patients,
  );
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText(`${name} is paused`)).toBeVisible();
  await page.getByRole("link", { name: "Integrations" }).first().click();
  await expect(row).toContainText("Paused");
  await expect(row).toContainText(patients);
});

test("whoever saves what somebody else changed meanwhile is told, and loses nobody's change", async ({
  enter,
}) => {
  const name = `Cedar ${uniqueWord()}`;
  const id = await hub.create("/api/integrations", { name, provider: "epic" });
  const page = await enter("admin", { provokes: /status of 412/ });
  await page.goto(`/integrations/${id}?tab=settings`);
  await page.getByLabel("Group ID").fill("mine");
  await hub.ask(`/api/integrations/${id}`, "PUT", { credentials: { keyId: "theirs" } });
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Somebody changed it since you read it.")).toBeVisible();
  await page.getByRole("button", { name: "Show the present settings" }).click();
  await expect(page.getByLabel("Key ID")).toHaveValue("theirs");
  await page.getByLabel("Group ID").fill("mine");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Everything is saved")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Group ID")).toHaveValue("mine");
  await expect(page.getByLabel("Key ID")).toHaveValue("theirs");
});

test("a secret is never shown again, only how it ends, until it is replaced or taken out", async ({
  enter,
}) => {
  const credentials = { clientSecret: "a-very-long-client-secret-9876" };
  const name = `Millrace ${uniqueWord()}`;
  const id = await hub.create("/api/integrations", { name, provider: "epic", credentials });
  const page = await enter("admin");
  await page.goto(`/integrations/${id}?tab=settings`);
  await expect(page.getByText(/^Set \d+ \w+, ends in 9876\./)).toBeVisible();
  expect(await page.content()).not.toContain("a-very-long");
  await page.getByRole("button", { name: "Replace" }).click();
  await page.getByLabel("Client secret").fill("another-very-long-secret-1234");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText(/ends in 1234\./)).toBeVisible();
  await page.getByRole("button", { name: "Take out" }).click();
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("ends in")).toHaveCount(0);
});

test("an integration is deleted after it was said what goes and what stays", async ({ enter }) => {
  const name = `Fairmont ${uniqueWord()}`;
  const id = await hub.create("/api/integrations", { name, provider: "epic" });
  const page = await enter("admin");
  await page.goto(`/integrations/${id}?tab=danger`);
  await page.getByRole("button", { name: "Delete integration" }).click();
  const dialog = page.getByRole("dialog", { name: `Delete ${name}?` });
  await expect(dialog).toContainText("Credentials and keys, 0 links, 10 mappings, 0 jobs");
  await expect(dialog).toContainText("the audit trail");
  await expectSound(page);
  await dialog.getByRole("button", { name: "Delete integration" }).click();
  await expect(page.getByText(`${name} is deleted`)).toBeVisible();
  await expect(page).toHaveURL("/integrations");
  await expect(page.getByRole("row", { name })).toHaveCount(0);
});

test("lab staff may look and synchronise, but change nothing", async ({ enter }) => {
  const page = await enter("lab_staff");
  await page.goto("/integrations");
  await page.getByRole("row", { name: "Lakeside Medical" }).click();
  await expect(page.getByRole("button", { name: "Sync now" })).toBeVisible();
  for (const button of ["Test", "Pause"])
    await expect(page.getByRole("button", { name: button })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Danger zone" })).toHaveCount(0);
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByText("Changing them needs the right to manage integrations.")).toBeVisible();
  await expect(page.getByLabel("Client ID")).toBeDisabled();
  await expect(page.getByRole("button", { name: "Save settings" })).toHaveCount(0);
  await page.goto("/integrations/new");
  await expect(page.getByText("This needs the right to manage integrations")).toBeVisible();
});

test("a system that cannot be asked is told where to send, and its page shows what came", async ({
  enter,
}) => {
  const name = `Fairview ${uniqueWord()}`;
  const sendingApplication = uniqueWord();
  const settings = { name, provider: "hl7v2", status: "active", credentials: { sendingApplication } };
  const id = await hub.create("/api/integrations", settings);
  const page = await enter("admin");
  await page.goto(`/integrations/${id}`);
  await expect(page.getByText("No message yet")).toBeVisible();
  await expect(page.getByText(/Sync now|Next run|First sync|Last sync/i)).toHaveCount(0);
  const connect = step(page, "Connect the sender");
  await expect(connect.getByText(`${demo.mllp.host}:${demo.mllp.port}`)).toBeVisible();
  await expect(connect).toContainText(`Messages with ${sendingApplication} in MSH-3`);
  await expectSound(page);

  const header = `MSH|^~\\&|${sendingApplication}|MAIN|CARELANE|NORTHGATE|20261117103802-0500||ADT^A04^ADT_A01|${id}|P|2.5.1`;
  const patient = `PID|1||${sendingApplication}^^^FAIRVIEW^MR||${uniqueWord()}^Adaeze||19840317|F`;
  expect(await sendHl7(demo, [header, patient])).toContain("MSA|AA");
  await expect(page.getByText("Healthy", { exact: true })).toBeVisible({ timeout: 45_000 });
  await expect(connect).toHaveCount(0);
  await page.getByRole("link", { name: "1", exact: true }).click();
  await expect(
    page.getByRole("table", { name: /^Messages/ }).getByRole("row", { name: /ADT\^A04/ }),
  ).toHaveCount(1);
});
