/** Routing messages without code: a channel is made, tested, started, breaks, is mended, and goes back a version. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectSound } from "../stage/expect-sound";
import { demo, expect, hub, test } from "../stage/journey";
import { openReceiver, type Receiver } from "../stage/receiver";
import { sendHl7 } from "../stage/send-hl7";
import { uniqueWord } from "../stage/unique-word";

let receiver: Receiver;
let name: string;
let family: string;
test.beforeEach(async () => {
  receiver = await openReceiver();
  name = `Results ${uniqueWord()}`;
  family = uniqueWord();
});
test.afterEach(async () => {
  for (const channel of await hub.list("/api/channels?limit=200")) {
    if (channel.name === name) await hub.ask(`/api/channels/${channel.id}`, "DELETE");
  }
  receiver.close();
});

/** What waits for the worker, on a machine that is busy. */
const worker = { timeout: 45_000 };

const send = (patientClass = "O") =>
  sendHl7(demo, [
    `MSH|^~\\&|LAB|${family}|CARELANE|NORTHGATE|20261117103802-0500||ADT^A04|${uniqueWord()}|P|2.5.1`,
    `PID|1||${uniqueWord()}^^^RIVERBEND^MR||${family}^Adaeze||19840317|F`,
    `PV1|1|${patientClass}`,
  ]);

/** Only of this journey's sender. */
const filter = () => `MSH.\`4\` = "${family}" and PV1.\`2\` = "O"`;

/** A channel to the receiver that was made already, without a second try. */
const makeChannel = (more: object = {}) =>
  hub.create("/api/channels", {
    name,
    status: "RUNNING",
    source: { kind: "mllp", types: ["ADT"] },
    filter: filter(),
    destinations: [{ kind: "http", url: receiver.url, retry: { maxAttempts: 1 } }],
    ...more,
  });

const messages = (page: Page) => page.getByRole("table", { name: /^Messages of the channel/ });

test("a channel is made, shown what it would do, started, and sends what it should", async ({ enter }) => {
  await send();
  await send("I");
  const page = await enter("admin", { provokes: /status of 422/ });
  await page.goto("/channels/new");
  await page.getByRole("button", { name: "Save and test" }).click();
  await expect(page.getByText("Give it a name")).toBeVisible();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Types").fill("ADT");
  await page.getByLabel("Only messages for which this holds").fill(filter());
  await page.getByRole("button", { name: "Add rule" }).click();
  await page.getByLabel("Writes").fill("MSH-3.1");
  await page.getByLabel("Reads").fill("MSH-4.1");
  await page.getByRole("button", { name: "Add destination" }).click();
  await page.getByRole("menuitem", { name: "HTTP address" }).click();
  await page.getByLabel("Address", { exact: true }).fill(receiver.url);
  await page.getByRole("button", { name: "Save and test" }).click();

  const tested = page.getByRole("region", { name: "Test", exact: true });
  await expect(tested.getByText("Nothing is sent")).toBeVisible();
  await tested.getByRole("button", { name: /^Test \d+ messages?/ }).click();
  const outcomes = tested.getByRole("list", { name: "Messages to test" }).getByRole("listitem");
  await expect(outcomes.filter({ hasText: "Goes on" })).toHaveCount(1);
  await expect(outcomes.filter({ hasText: "Filtered" }).first()).toBeVisible();
  await outcomes.filter({ hasText: "Goes on" }).getByRole("button", { name: /^Show/ }).click();
  const shown = page.getByRole("dialog", { name: "Test of ADT^A04" });
  await expect(
    shown.getByRole("region", { name: "Would go out" }).getByText("Patient").first(),
  ).toBeVisible();
  await shown.getByRole("radio", { name: "Changes" }).click();
  await expect(shown.getByRole("insertion")).toContainText(`MSH|^~\\&|${family}|${family}`);
  await page.keyboard.press("Escape");
  expect(receiver.received).toEqual([]);

  await page.getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
  await send();
  await page.getByRole("link", { name: "Messages", exact: true }).last().click();
  await expect(messages(page).getByRole("row", { name: /Routed/ })).toHaveCount(1, worker);
  await expect.poll(() => receiver.received.length, worker).toBe(1);
  expect(receiver.received[0]?.body).toContain(`MSH|^~\\&|${family}|${family}`);
});

test("what a destination refuses is given up, seen with its reason, and arrives when it is retried", async ({
  enter,
}) => {
  const id = await makeChannel();
  receiver.answer(422, "no such ward");
  await send();
  const page = await enter("admin");
  await page.goto(`/channels/${id}?tab=deliveries`);
  const deliveries = page.getByRole("list", { name: "Deliveries, newest first" });
  await deliveries.getByText("Given up").click(worker);
  await expect(deliveries.getByText(/^422 in/).last()).toBeVisible();
  await expect(deliveries.getByRole("link", { name: "What is to go out" })).toBeVisible();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export CSV" }).click(),
  ]);
  expect(await readFile(await file.path(), "utf8")).toContain("DEAD");
  await page.getByRole("link", { name: "Channels", exact: true }).first().click();
  await expect(page.getByRole("row", { name })).toContainText("Running");
  await page.getByRole("row", { name }).click();
  await page.getByRole("link", { name: "Deliveries" }).click();
  receiver.answer(204);
  await page.getByRole("button", { name: "Retry 1 given up" }).click();
  await expect(deliveries.getByText("Delivered", { exact: true })).toBeVisible(worker);
});

test("a destination's encryption is chosen before anything else of it is said, and kept", async ({
  enter,
}) => {
  const id = await makeChannel({ status: "STOPPED", destinations: [] });
  const page = await enter("admin");
  await page.goto(`/channels/${id}?tab=edit`);
  await page.getByRole("button", { name: "Add destination" }).click();
  await page.getByRole("menuitem", { name: "HL7 v2 address (MLLP)" }).click();
  await expect(page.getByLabel("Host")).toBeFocused();
  const inItsCertificate = page.getByLabel("Name in its certificate");
  await expect(inItsCertificate).toBeVisible();
  await page.getByText("Encrypt by TLS").click();
  await expect(inItsCertificate).toBeHidden();
  await expect(page.getByText("Write a host name or an IP address")).toBeHidden();
  await page.getByText("Encrypt by TLS").click();
  await page.getByLabel("Host").fill("lab.example");
  await inItsCertificate.fill("mllp.lab.example");
  await page.getByRole("button", { name: "Save channel" }).click();
  await expect(page.getByText("Everything is saved.")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("switch", { name: "Encrypt by TLS" })).toBeChecked();
  await expect(inItsCertificate).toHaveValue("mllp.lab.example");
});

test("messages that fail are seen on the channel, and lead to their reasons", async ({ enter }) => {
  const id = await makeChannel({ filter: `MSH.\`4\` = "${family}" and $number(PV1.\`2\`) > 1` });
  await send();
  const page = await enter("admin");
  await page.goto("/channels");
  await page.getByRole("row", { name }).getByRole("link", { name: "1 failed" }).click(worker);
  await expect(messages(page).getByRole("row", { name: /Failed/ })).toContainText(
    "Filter: A function was given a value that is no number",
  );
  await page.goto(`/channels/${id}`);
  await page.getByRole("link", { name: "1 failed" }).click();
  await expect(page).toHaveURL(/state=FAILED/);
});

test("an earlier version comes back after a look at what that changes", async ({ enter }) => {
  const id = await makeChannel({ status: "STOPPED" });
  await hub.ask(`/api/channels/${id}`, "PUT", { filter: null });
  const page = await enter("admin");
  await page.goto(`/channels/${id}?tab=versions`);
  await expect(page.getByText("Filter taken out: all go on")).toBeVisible();
  await page.getByRole("button", { name: "Bring version 1 back" }).click();
  const dialog = page.getByRole("dialog", { name: "Bring version 1 back?" });
  await expect(dialog.getByText(`Filter added: ${filter()}`)).toBeVisible();
  await dialog.getByRole("button", { name: "Bring back" }).click();
  await expect(page.getByText("brings version 1 back")).toBeVisible();
  await expect(page.getByRole("list", { name: "What it does" })).toContainText(filter());
});

test("who changes what somebody else saved meanwhile is told and loses nothing; who changes nothing sees it", async ({
  enter,
}) => {
  const id = await makeChannel({ status: "STOPPED" });
  const page = await enter("admin", { provokes: /status of 412/ });
  await page.goto(`/channels/${id}?tab=edit`);
  const held = page.getByLabel("Only messages for which this holds");
  await expect(held).toHaveValue(filter());
  await page.getByLabel("Types").fill("ORU");
  await hub.ask(`/api/channels/${id}`, "PUT", { filter: "$exists(PV1)" });
  await page.getByRole("button", { name: "Save channel" }).click();
  await expect(page.getByText(/^Version 2 was saved meanwhile/)).toBeVisible();
  await expect(page.getByText("It was not saved")).toBeHidden();
  await page.getByRole("button", { name: "Keep mine" }).click();
  await page.getByRole("button", { name: "Save channel" }).click();
  await expect(page.getByText("Everything is saved.")).toBeVisible();
  await expect(held).toHaveValue("$exists(PV1)");
  await hub.ask(`/api/channels/${id}`, "PUT", { filter: "$exists(PID)" });
  await expect(held).toHaveValue("$exists(PID)", worker);
  await expect(page.getByText(/was saved meanwhile/)).toBeHidden();
});

test("a message is taken from the browser to the test of a channel", async ({ enter }) => {
  await makeChannel({ status: "STOPPED" });
  await send();
  const page = await enter("admin");
  await page.goto("/messages");
  await page
    .getByRole("row", { name: /ADT\^A04/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Test in a channel" }).click();
  await page.getByRole("menuitem", { name }).click();
  await expect(
    page.getByRole("list", { name: "Messages to test" }).getByRole("listitem").first(),
  ).toBeVisible();
});

test("lab staff see channels and change nothing; others are told what they lack", async ({ enter }) => {
  const id = await makeChannel({ status: "STOPPED" });
  const reader = await enter("lab_staff");
  await reader.goto(`/channels/${id}`);
  await expect(reader.getByRole("list", { name: "What it does" })).toContainText("Stopped");
  await expect(reader.getByRole("button", { name: "Start" })).toHaveCount(0);
  await expect(reader.getByRole("link", { name: "Edit and test" })).toHaveCount(0);
  const stranger = await enter("dispatcher");
  await stranger.goto("/channels");
  await expect(stranger.getByText("This needs the right to read channels")).toBeVisible();
});

const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

for (const colorScheme of ["light", "dark"] as const) {
  test(`a channel holds up in ${colorScheme}, on a desk and on a phone`, async ({ enter }) => {
    const id = await makeChannel();
    await send();
    const page = await enter("admin", { colorScheme });
    for (const viewport of Object.values(sizes)) {
      await page.setViewportSize(viewport);
      for (const address of [
        "",
        `/${id}`,
        `/${id}?tab=deliveries`,
        `/${id}?tab=versions`,
        `/${id}?tab=edit`,
      ]) {
        await page.goto(`/channels${address}`);
        await expect(page.getByText(name).first()).toBeVisible();
        await expect(page.getByRole("status", { name: /^Loading/ })).toHaveCount(0);
        await expectSound(page);
      }
    }
  });
}
