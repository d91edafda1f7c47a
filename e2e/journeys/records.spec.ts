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
