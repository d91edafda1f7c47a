/** What came in and what became of it: finding a message, understanding it, mending it, and sending it on its way again. */
import type { Page } from "@playwright/test";
import { expectSound } from "../stage/expect-sound";
import { demo, expect, test } from "../stage/journey";
import { sendHl7 } from "../stage/send-hl7";
import { uniqueWord } from "../stage/unique-word";

let family: string;
let number: string;
test.beforeEach(() => {
  family = uniqueWord();
  number = `N${Date.now()}`;
});

/** What waits for the worker, on a machine that is busy. */
const worker = { timeout: 45_000 };

/** A lab result whose value is not the number that it is said to be. */
const result = (controlId: string) => [
  `MSH|^~\\&|LAB|${family}|CARELANE|NORTHGATE|20261117103802-0500||ORU^R01^ORU_R01|${controlId}|P|2.5.1`,
  `PID|1||${number}^^^RIVERBEND^MR||${family}^Adaeze||19840317|F`,
  `OBR|1|${controlId}||24323-8^Comprehensive metabolic panel^LN|||20261117073000-0500`,
  "OBX|1|NM|98979-8^eGFR^LN||>90|mL/min|>59|N|||F",
  "NTE|1|L|Above 90 \\T\\ below 200",
];

async function openMessages(page: Page) {
  await page.goto("/messages");
  await expect(page.getByRole("table", { name: /^Messages/ })).toBeVisible();
}

const opened = (page: Page) => page.getByRole("region", { name: "Open message" });

test("a refused message is found, understood, mended and replayed until a record is made", async ({
  enter,
}) => {
  const [header = "", ...rest] = result(number);
  expect(await sendHl7(demo, [header.replace("MSH", "XSH"), ...rest])).toContain("MSA|AR");
  // What cannot be read is told while it is typed.
  const page = await enter("lab_staff", { provokes: /status of 422/ });
  await openMessages(page);
  await page.getByRole("button", { name: "State" }).click();
  await page.getByRole("menuitemradio", { name: "Refused" }).click();
  await page.keyboard.press("Escape");
  await page
    .getByRole("row", { name: /Refused/ })
    .first()
    .click();
  const message = opened(page);
  await expect(message.getByText("It has to begin with MSH")).toBeVisible();
  await expect(message.getByText(`XSH|^~\\&|LAB|${family}`)).toBeVisible();

  await message.getByRole("button", { name: "Edit and replay" }).click();
  const editor = page.getByRole("dialog", { name: "Edit and replay" });
  const text = editor.getByLabel("Text");
  await expect(editor.getByText("This cannot be read as HL7 v2")).toBeVisible();
  await text.fill((await text.inputValue()).replace("XSH", "MSH"));
  await expect(editor.getByRole("treeitem", { name: /^PID Patient/ })).toBeVisible();
  await editor.getByRole("radio", { name: /^Changes/ }).click();
  await expect(editor.getByRole("deletion")).toContainText("XSH");
  await editor.getByRole("button", { name: "Replay edited" }).click();

  await expect(message.getByRole("heading", { name: `Lab result for ${family}, Adaeze` })).toBeVisible();
  await expect(message.getByText("Edited")).toBeVisible();
  await expect(message.getByText("Processed", { exact: true }).first()).toBeVisible(worker);
  await message.getByRole("button", { name: "Details" }).click();
  await message.getByRole("link", { name: "One patient" }).click();
  await expect(page.getByRole("heading", { name: `${family}, Adaeze` })).toBeVisible();
});

test("a message is found by a patient's number, which the address never shows, and read by the keyboard", async ({
  enter,
}) => {
  expect(await sendHl7(demo, result(number))).toContain(`MSA|AA|${number}`);
  const page = await enter("lab_staff");
  await openMessages(page);
  await page.keyboard.press("/");
  await page.keyboard.type(number);
  const table = page.getByRole("table", { name: /^Messages/ });
  await expect(table.getByRole("row", { name: /ORU\^R01/ })).toHaveCount(1);
  expect(page.url()).not.toContain(number);
  await page.getByRole("textbox", { name: "Search messages" }).blur();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const message = opened(page);
  const tree = message.getByRole("tree", { name: "Parsed message" });
  await tree.getByRole("treeitem", { name: /^NTE/ }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("End");
  await expect(tree.getByRole("treeitem", { name: "3 Comment Above 90 & below 200" })).toBeFocused();
  await expect(message.getByText("NTE-3", { exact: true })).toBeVisible();
  await expect(message.getByText("Above 90 \\T\\ below 200").last()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(message).toHaveCount(0);
  await expect(table.getByRole("row", { name: /ORU\^R01/ })).toBeFocused();
});

test("all of a filter are replayed after a look at how many they are", async ({ enter }) => {
  for (const n of [1, 2, 3]) await sendHl7(demo, result(`${number}${n}`));
  const page = await enter("lab_staff");
  await openMessages(page);
  await page.getByRole("button", { name: "More", exact: true }).first().click();
  await page.getByLabel("Sender").fill(`LAB|${family}`);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("button", { name: "Replay these" }).click();
  const dialog = page.getByRole("dialog", { name: "Replay messages" });
  await expect(dialog.getByRole("list", { name: "Messages to replay" }).getByRole("listitem")).toHaveCount(3);
  await dialog.getByRole("button", { name: "Replay 3 messages" }).click();
  await expect(page.getByRole("region", { name: "Replay" })).toContainText("Replayed3 of 3", worker);
  await expect(page.getByText("6 shown")).toBeVisible(worker);
});

test("those who may not read messages are told so", async ({ enter }) => {
  const page = await enter("clinic_staff");
  await page.goto("/messages");
  await expect(page.getByText("This needs the right to read messages")).toBeVisible();
});

const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

for (const colorScheme of ["light", "dark"] as const) {
  for (const [device, viewport] of Object.entries(sizes)) {
    test(`a message, its details and its editor hold up on a ${device} in ${colorScheme}`, async ({
      enter,
    }) => {
      await sendHl7(demo, result(number));
      const page = await enter("admin", { colorScheme, viewport });
      await page.goto(`/messages?controlId=${number}`);
      await page.getByRole("row", { name: /ORU\^R01/ }).click();
      const message = opened(page);
      await expect(message.getByText("Patient Name")).toBeVisible();
      await expect(message.getByText("Processed", { exact: true }).first()).toBeVisible(worker);
      for (const name of ["Edit and replay", "Replay", "Close"]) {
        const button = message.getByRole("button", { name, exact: true });
        await expect(button).toBeInViewport({ ratio: 1 });
      }
      await expectSound(page);
      await message.getByRole("button", { name: "Details" }).click();
      await expectSound(page);
      await message.getByRole("button", { name: "Edit and replay" }).click();
      await expect(page.getByRole("dialog").getByRole("treeitem", { name: /^PID Patient/ })).toBeVisible();
      await expectSound(page);
    });
  }
}
