import { personOf } from "../stage/demo";
import { demo, expect, hub, test } from "../stage/journey";
import { sendSignIn, signIn } from "../stage/sign-in";
import { uniqueWord } from "../stage/unique-word";

/** Each role, the address it lands on, and the title it reads there. */
const homes = [
  ["admin", "/sync", "Sync"],
  ["lab_staff", "/sync", "Sync"],
  ["clinic_staff", "/records/patients", "Records"],
  ["dispatcher", "/", "Home"],
  ["driver", "/", "Home"],
] as const;

const pagesOfOthers = [
  ["clinic_staff", "/sync", "read syncs"],
  ["lab_staff", "/admin/users", "manage people"],
  ["lab_staff", "/admin/keys", "manage API keys"],
  ["lab_staff", "/admin/fhir-clients", "manage FHIR clients"],
  ["lab_staff", "/admin/audit", "read the audit trail"],
  ["driver", "/records/patients", "read records"],
] as const;

test("a wrong password is said in plain words, and the address stays", async ({ enter }) => {
  const page = await enter(undefined, { provokes: /status of 401/ });
  const { email } = personOf(demo, "admin");
  await sendSignIn(page, { email, password: "not the password" });
  await expect(page.getByText("Email or password is not right. Check both and try again.")).toBeVisible();
  await expect(page.getByLabel("Email")).toHaveValue(email);
  await expect(page).toHaveURL("/sign-in");
});

for (const [role, address, title] of homes) {
  test(`${role} signs in and lands at ${address}`, async ({ enter }) => {
    const page = await enter();
    await signIn(page, personOf(demo, role));
    await expect(page).toHaveURL(address);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  });
}

for (const [role, address, right] of pagesOfOthers) {
  test(`${role} reads at ${address} which right is missing`, async ({ enter }) => {
    const page = await enter(role);
    await page.goto(address);
    await expect(page.getByText(`This needs the right to ${right}`)).toBeVisible();
    await expect(page.getByText(/An administrator can give/)).toBeVisible();
  });
}

test("who comes with a link is led back to it after signing in", async ({ enter }) => {
  const page = await enter();
  await page.goto("/admin/audit?action=session");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  const { email, password } = personOf(demo, "admin");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL("/admin/audit?action=session");
});

test("after signing out the way back shows nothing", async ({ enter }) => {
  const page = await enter();
  const person = personOf(demo, "lab_staff");
  await signIn(page, person);
  await page.getByRole("button", { name: `${person.name}, Lab staff: your settings` }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goBack();
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
  await expect(page.getByText(person.name)).toHaveCount(0);
  await page.goto("/sync");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a person who is disabled is out within seconds", async ({ enter }) => {
  const word = uniqueWord();
  const name = `Ana ${word}`;
  const leaver = { email: `${word.toLowerCase()}@northgate.example`, password: "a long way to the ferry" };
  await hub.create("/api/users", { name, role: "lab_staff", ...leaver });
  const page = await enter(undefined, { provokes: /status of 401/ });
  await signIn(page, leaver);
  await expect(page.getByRole("heading", { name: "Sync", level: 1 })).toBeVisible();

  const admin = await enter("admin");
  await admin.goto("/admin/users");
  await admin.getByRole("row", { name }).click();
  await admin.getByRole("button", { name: "Disable" }).click();
  await admin
    .getByRole("dialog", { name: `Disable ${name}?` })
    .getByRole("button", { name: "Disable" })
    .click();
  await expect(admin.getByText(`${name} is disabled`)).toBeVisible();

  await expect(page).toHaveURL(/\/sign-in/);
  await sendSignIn(page, leaver);
  await expect(page.getByText("Email or password is not right.")).toBeVisible();
});
