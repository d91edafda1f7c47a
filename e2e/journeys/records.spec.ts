import type { Page } from "@playwright/test";
import { personOf } from "../stage/demo";
import { demo, expect, hub, test } from "../stage/journey";
import { uniqueWord } from "../stage/unique-word";

function addPatient(family: string): Promise<string> {
  return hub.create("/api/records/patients", {
    data: { lastName: family, firstName: "Noor", dateOfBirth: "1990-06-01", phone: "+1 555 0100" },
  });
}

async function editPhone(page: Page, phone: string) {
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("dialog", { name: "Edit patient" }).getByLabel("Phone").fill(phone);
}

test("an edit stands in the history with who made it and why", async ({ enter }) => {
  const id = await addPatient(uniqueWord());
  const page = await enter("lab_staff");
  await page.goto(`/records/patients/${id}`);
  await editPhone(page, "+1 555 0142");
  await page.getByLabel("Reason").fill("Told at the desk");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The patient is saved")).toBeVisible();
  await page.getByRole("tab", { name: "History" }).click();
  const history = page.getByRole("tabpanel", { name: "History" });
  await expect(history).toContainText(`${personOf(demo, "lab_staff").name} · Told at the desk`);
  await expect(history.getByRole("insertion")).toContainText(["+1 555 0142"]);
});

test("an edit of what somebody else has changed is not saved unseen", async ({ enter }) => {
  const id = await addPatient(uniqueWord());
  const [first, second] = [await enter("admin"), await enter("lab_staff", { provokes: /status of 412/ })];
  for (const page of [first, second]) {
    await page.goto(`/records/patients/${id}`);
    await editPhone(page, page === first ? "+1 555 0111" : "+1 555 0122");
  }
  await first.getByRole("button", { name: "Save" }).click();
  await expect(first.getByText("The patient is saved")).toBeVisible();
  await second.getByRole("button", { name: "Save" }).click();
  await expect(second.getByText("Somebody changed this record")).toBeVisible();
  await expect(second.getByRole("row", { name: "Phone" })).toHaveText(/0122.*0111/);

  await second.getByRole("button", { name: "Put mine on top" }).click();
  await second.getByRole("button", { name: "Save" }).click();
  await expect(second.getByText("The patient is saved")).toBeVisible();
  await expect(second.getByText("+1 555 0122")).toBeVisible();
});

test("a patient's page leads to what belongs to the patient, and from there to whom it names", async ({
  enter,
}) => {
  const family = uniqueWord();
  const patientId = await addPatient(family);
  const practitioner = uniqueWord();
  const practitionerId = await hub.create("/api/records/practitioners", {
    data: { names: [{ family: practitioner }] },
  });
  await hub.create("/api/records/appointments", {
    data: {
      patientId,
      status: "booked",
      startAt: "2100-01-05T15:30:00Z",
      serviceTypes: [{ display: "Crown fitting" }],
      participants: [{ practitionerId }],
    },
  });
  const page = await enter("lab_staff");
  await page.goto(`/records/patients/${patientId}`);
  await expect(page.getByRole("heading", { name: "Upcoming" })).toBeVisible();
  await expect(page.getByRole("link", { name: /Crown fitting.*Booked.*5 Jan 2100, 10:30/ })).toBeVisible();

  await page.getByRole("link", { name: "All 1 appointment" }).click();
  const list = page.getByRole("table", { name: "Records of appointments" });
  await expect(list.getByRole("link", { name: family })).toBeVisible();
  await page.getByRole("button", { name: "Status" }).click();
  await page.getByRole("menuitemradio", { name: "Cancelled" }).click();
  await expect(page.getByText("No appointment fits")).toBeVisible();
  await page.getByRole("button", { name: "Clear Status" }).click();
  await list.getByRole("link", { name: practitioner }).click();
  await expect(page.getByRole("heading", { name: practitioner, level: 1 })).toBeVisible();
});

test("a report shows the values of its results, and its history names whom it is by", async ({ enter }) => {
  const [before, after] = [uniqueWord(), uniqueWord()];
  const [first, second] = await Promise.all(
    [before, after].map((family) =>
      hub.create("/api/records/practitioners", { data: { names: [{ family }] } }),
    ),
  );
  const result = await hub.create("/api/records/observations", {
    data: { status: "final", code: { display: "Glucose" }, value: 5.4, unit: "mmol/L" },
  });
  const report = { code: { display: "Metabolic panel" }, resultIds: [result], performerIds: [first] };
  const id = await hub.create("/api/records/diagnostic_reports", { data: report });
  const patch = { data: { performerIds: [second] } };
  await hub.ask(`/api/records/diagnostic_reports/${id}`, "PATCH", patch, { "if-match": '"1"' });
  const page = await enter("lab_staff");
  await page.goto(`/records/diagnostic_reports/${id}`);
  await expect(page.getByRole("link", { name: /Glucose.*5.4 mmol/ })).toBeVisible();
  await page.getByRole("tab", { name: "History" }).click();
  const history = page.getByRole("tabpanel", { name: "History" });
  await expect(history.getByRole("deletion")).toHaveText(before);
  await expect(history.getByRole("insertion")).toHaveText(after);
});

test("every kind of record is one choice in the palette away", async ({ enter }) => {
  const page = await enter("lab_staff");
  await page.goto("/records/patients");
  await page.getByRole("button", { name: /Search or jump to/ }).click();
  await page.getByRole("combobox").fill("medication req");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("table", { name: "Records of medication requests" })).toBeVisible();
});
