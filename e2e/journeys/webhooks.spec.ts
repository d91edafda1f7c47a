/** Who is told what happens: setting an endpoint up, seeing what became of each message, and taking it away. */
import type { Page } from "@playwright/test";
import { Webhook } from "standardwebhooks";
import { expectSound } from "../stage/expect-sound";
import { expect, hub, test } from "../stage/journey";
import { openReceiver, type Receiver } from "../stage/receiver";
import { uniqueWord } from "../stage/unique-word";

let receiver: Receiver;
let name: string;
test.beforeEach(async () => {
  // A sync tells of patients as well.
  await hub.waitForQuiet();
  receiver = await openReceiver();
  name = `Portal ${uniqueWord()}`;
});
test.afterEach(async () => {
  for (const { id, endpoint } of await hub.list("/api/sync/webhooks?limit=200")) {
    if (endpoint === receiver.url) await hub.ask(`/api/sync/webhooks/${id}`, "DELETE");
  }
  receiver.close();
});

/** What waits for the worker, on a machine that is busy. */
const worker = { timeout: 45_000 };
const admit = () => hub.create("/api/records/patients", { data: { lastName: uniqueWord() } });

/** An endpoint for patients that was set up already, without a second try. */
const subscribe = (more: object = {}) =>
  hub.create("/api/sync/webhooks", {
    endpoint: receiver.url,
    description: name,
    events: ["patient.*"],
    retry: { maxAttempts: 1 },
    ...more,
  });

async function openEndpoint(page: Page) {
  await page.goto("/sync?tab=webhooks");
  await page.getByRole("row", { name }).click();
  return page.getByRole("dialog", { name });
}

test("an endpoint is set up, and hears of a patient by a message whose signature holds", async ({
  enter,
}) => {
  const page = await enter("admin", { provokes: /status of 422/ });
  await page.goto("/sync");
  await page.getByRole("link", { name: "Webhooks" }).click();
  await page.getByRole("button", { name: "Add endpoint" }).first().click();
  const form = page.getByRole("dialog", { name: "Add endpoint" });
  const add = () => form.getByRole("button", { name: "Add endpoint" }).click();
  await add();
  await expect(form.getByText("Write a whole address")).toBeVisible();
  await expect(form.getByText("Choose at least one")).toBeVisible();
  await form.getByLabel("Address").fill("http://10.0.0.1/hooks");
  await form.getByRole("button", { name: "patient.*" }).click();
  await add();
  await expect(form.getByLabel("Address")).toHaveAccessibleDescription(/private or special network/);
  await form.getByLabel("Address").fill(receiver.url);
  await form.getByLabel("Description").fill(name);
  await add();

  const shown = page.getByRole("dialog", { name: `Secret for ${name}` });
  const secret = (await shown.getByRole("code").textContent()) ?? "";
  await shown.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);
  await expect(page.getByRole("row", { name })).toContainText("Unused");

  const recordId = await admit();
  await expect(page.getByRole("row", { name })).toContainText("Working", worker);
  const [message] = receiver.received;
  const told = new Webhook(secret).verify(message?.body ?? "", message?.headers ?? {});
  expect(told).toMatchObject({ type: "patient.created", data: { recordId } });
});

test("a test message is answered in words, good or bad", async ({ enter }) => {
  await subscribe();
  const page = await enter("admin");
  const panel = await openEndpoint(page);
  await panel.getByRole("button", { name: "Send test" }).click();
  await expect(panel.getByText("It took the test message: 204")).toBeVisible();
  receiver.answer(500);
  await panel.getByRole("button", { name: "Send test" }).click();
  await expect(panel.getByText("did not arrive. It answered with status 500.")).toBeVisible();
});

test("a message that was given up shows what came back, and arrives when it is replayed", async ({
  enter,
}) => {
  await subscribe();
  receiver.answer(422, "no such ward");
  await admit();
  const page = await enter("admin");
  const panel = await openEndpoint(page);
  await panel.getByText("Given up").click(worker);
  await expect(panel.getByText("no such ward")).toBeVisible();
  receiver.answer(204);
  await panel.getByRole("button", { name: "Replay" }).click();
  await expect(panel.getByText("Delivered", { exact: true })).toBeVisible(worker);
  const [first, second] = receiver.received;
  expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);

  await panel.getByRole("button", { name: "State" }).click();
  await page.getByRole("menuitemradio", { name: "Given up" }).click();
  await expect(panel.getByText("No delivery passes these filters.")).toBeVisible();
  const csv = await panel.getByRole("link", { name: "CSV" }).getAttribute("href");
  expect(await (await page.request.get(csv ?? "")).text()).toContain("id,eventId,eventType");
});

test("nothing that was typed is lost without a question, and a change is sent alone", async ({ enter }) => {
  const id = await subscribe();
  const page = await enter("admin");
  const panel = await openEndpoint(page);
  await panel.getByRole("button", { name: "Edit" }).click();
  const form = page.getByRole("dialog", { name: `Edit ${name}` });
  await form.getByLabel("Waits between tries").fill("1 min, 2 h");
  await page.keyboard.press("Escape");
  const question = page.getByRole("dialog", { name: "Discard what you typed?" });
  await question.getByRole("button", { name: "Keep editing" }).click();
  await expect(form.getByLabel("Waits between tries")).toHaveValue("1 min, 2 h");
  const sent = page.waitForRequest((request) => request.method() === "PUT");
  await page.keyboard.press("Control+Enter");
  expect((await sent).postDataJSON()).toEqual({ retry: { maxAttempts: 1, scheduleSeconds: [60, 7_200] } });
  await expect(form).toHaveCount(0);
  expect(await (await hub.ask(`/api/sync/webhooks/${id}`)).json()).toMatchObject({ events: ["patient.*"] });
});

test("a secret is rotated, an endpoint turned off and on, and deleted after a question", async ({
  enter,
}) => {
  await subscribe();
  const page = await enter("admin");
  const panel = await openEndpoint(page);
  const choose = async (action: string) => {
    await panel.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: action }).click();
  };
  await choose("Rotate secret");
  await page.getByRole("dialog", { name: "Rotate" }).getByRole("button", { name: "Rotate secret" }).click();
  await expect(page.getByRole("dialog", { name: "Secret for" }).getByText(/^whsec_/)).toBeVisible();
  await page.getByRole("button", { name: "I have kept it" }).click();
  await panel.getByRole("radio", { name: "Settings" }).click();
  await expect(panel.getByText("signs as well, ends")).toBeVisible();

  await choose("Turn off");
  await expect(panel.getByText("Off", { exact: true })).toBeVisible();
  await panel.getByRole("button", { name: "Turn on" }).click();
  await expect(panel.getByText("Unused", { exact: true })).toBeVisible();
  await choose("Delete");
  await page.getByRole("button", { name: "Delete endpoint" }).click();
  await expect(page.getByRole("row", { name })).toHaveCount(0);
});

test("lab staff look at endpoints and change none", async ({ enter }) => {
  await subscribe();
  const page = await enter("lab_staff");
  const panel = await openEndpoint(page);
  await panel.getByRole("radio", { name: "Settings" }).click();
  await expect(panel.getByText("An administrator changes endpoints.")).toBeVisible();
  for (const button of ["Add endpoint", "Send test", "Edit", "More actions"]) {
    await expect(page.getByRole("button", { name: button })).toHaveCount(0);
  }
});

const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

for (const colorScheme of ["light", "dark"] as const) {
  for (const [device, viewport] of Object.entries(sizes)) {
    test(`form, log, settings and code hold up on a ${device} in ${colorScheme}`, async ({ enter }) => {
      await subscribe({ algorithm: "ed25519", payload: "full" });
      receiver.answer(500, "x".repeat(900));
      await admit();
      const page = await enter("admin", { colorScheme, viewport });
      const panel = await openEndpoint(page);
      await panel.getByText("Given up").click(worker);
      await expectSound(page);
      for (const view of ["Settings", "Verify"]) {
        await panel.getByRole("radio", { name: view }).click();
        await expectSound(page);
      }
      await panel.getByRole("button", { name: "Edit" }).click();
      await expect(page.getByText("Patient data leaves Carelane with every message")).toBeVisible();
      await expectSound(page);
    });
  }
}
