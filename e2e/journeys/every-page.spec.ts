/** What must hold on every page, on a desk and on a phone, in light and in dark. */
import type { Page } from "@playwright/test";
import { expectSound } from "../stage/expect-sound";
import { demo, expect, hub, test } from "../stage/journey";

const themes = ["light", "dark"] as const;
const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

interface PageToSee {
  readonly name: string;
  readonly address: () => Promise<string>;
  /** Waits until everything is there. */
  readonly isReady: (page: Page) => Promise<void>;
  /** Who looks; null is nobody. */
  readonly role?: null;
}

const at = (address: string) => async () => address;
const aJob = () => newest("/api/sync/jobs");
const aPatient = () => newest("/api/records/patients");

/** Every kind of record, with what its screens call it. */
const kinds = {
  patients: "patients",
  practitioners: "practitioners",
  appointments: "appointments",
  encounters: "encounters",
  conditions: "conditions",
  observations: "observations",
  diagnostic_reports: "diagnostic reports",
  documents: "documents",
  medication_requests: "medication requests",
  medications: "medications",
} as const;

const recordPages: readonly PageToSee[] = Object.entries(kinds).flatMap(([entity, name]) => [
  { name, address: at(`/records/${entity}`), isReady: rowsOf(`Records of ${name}`) },
  {
    name: `one of the ${name}`,
    address: async () => `/records/${entity}/${await newest(`/api/records/${entity}`)}`,
    isReady: heading("Source"),
  },
]);

const pages: readonly PageToSee[] = [
  { name: "sign-in", address: at("/sign-in"), isReady: heading("Sign in to Carelane"), role: null },
  { name: "sync", address: at("/sync"), isReady: rowsOf(/^Sync jobs/) },
  {
    name: "webhooks",
    address: at("/sync?tab=webhooks"),
    isReady: (page) => expect(page.getByText(/^\d+ endpoints?/)).toBeVisible(),
  },
  { name: "conflicts", address: at("/sync?tab=conflicts"), isReady: conflictsShown },
  { name: "matches", address: at("/sync?tab=conflicts&ask=people"), isReady: conflictsShown },
  { name: "channels", address: at("/channels"), isReady: heading("Channels") },
  {
    name: "a new channel",
    address: at("/channels/new"),
    isReady: (page) => expect(page.getByRole("form", { name: "Definition" })).toBeVisible(),
  },
  { name: "a job in the panel", address: async () => `/sync?job=${await aJob()}`, isReady: figures },
  { name: "a job", address: async () => `/sync/jobs/${await aJob()}`, isReady: figures },
  ...recordPages,
  {
    name: "a history",
    address: async () => `/records/patients/${await aPatient()}?view=history`,
    isReady: heading("Version 1"),
  },
  {
    name: "messages",
    address: at("/messages"),
    isReady: (page) => expect(page.getByText(/^[\d,]+ shown/)).toBeVisible(),
  },
  { name: "integrations", address: at("/integrations"), isReady: rowsOf(/^Integrations/) },
  {
    name: "the catalogue of connectors",
    address: at("/integrations/new"),
    isReady: (page) => expect(page.getByRole("link", { name: /^Epic EHR/ })).toBeVisible(),
  },
  {
    name: "the form of a new integration",
    address: at("/integrations/new?connector=epic"),
    isReady: heading("Connection"),
  },
  { name: "a mapping", address: tabOfEpic("mapping"), isReady: heading("Preview on a real record") },
  { name: "an integration", address: tabOfEpic(""), isReady: heading("Newest jobs") },
  { name: "its settings", address: tabOfEpic("settings"), isReady: heading("Connection") },
  { name: "its records", address: tabOfEpic("records"), isReady: rowsOf(/^Records of/) },
  { name: "its events", address: tabOfEpic("events"), isReady: rowsOf(/^Events of/) },
  { name: "its keys", address: tabOfEpic("keys"), isReady: heading("Published keys") },
  { name: "its danger zone", address: tabOfEpic("danger"), isReady: heading("Delete") },
  { name: "people", address: at("/admin/users"), isReady: rowsOf("People") },
  { name: "API keys", address: at("/admin/keys"), isReady: rowsOf("API keys") },
  {
    name: "FHIR clients",
    address: at("/admin/fhir-clients"),
    isReady: (page) => expect(page.getByText(/^(\d+ shown|No client is registered)/)).toBeVisible(),
  },
  { name: "the audit trail", address: at("/admin/audit"), isReady: rowsOf("Audit trail") },
  { name: "the API reference", address: at("/docs/api"), isReady: heading("API reference") },
];

async function newest(list: string): Promise<string> {
  const [first] = await hub.list(`${list}?limit=1`);
  if (!first) throw new Error(`${list} is empty.`);
  return first.id;
}

function tabOfEpic(tab: string) {
  return at(`/integrations/${demo.integrations.epic}?tab=${tab}`);
}

function rowsOf(table: string | RegExp) {
  return (page: Page) =>
    expect(page.getByRole("table", { name: table }).getByRole("row").last()).toBeVisible();
}

/** The list may be empty: what a conflict looks like is seen where one is made. */
function conflictsShown(page: Page) {
  return expect(page.getByText(/^[\d,]+ shown/)).toBeVisible();
}

function heading(name: string) {
  return (page: Page) => expect(page.getByRole("heading", { name }).first()).toBeVisible();
}

function figures(page: Page) {
  return expect(page.getByRole("progressbar").last()).toBeVisible();
}

for (const { name, address, isReady, role = "admin" } of pages) {
  for (const colorScheme of themes) {
    test(`${name} holds up in ${colorScheme}, on a desk and on a phone`, async ({ enter }) => {
      const page = await enter(role ?? undefined, { colorScheme });
      await page.goto(await address());
      await isReady(page);
      for (const size of [desk, phone]) {
        await page.setViewportSize(size);
        await isReady(page);
        await expectSound(page);
      }
    });
  }
}
