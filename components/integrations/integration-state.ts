/** How an integration does, as shape and word, and the sentence that explains it. */
import { canSync } from "@/components/sync/can-sync";
import type { ShapeName } from "@/components/ui/status-shape";
import type { IntegrationStatus, IntegrationView } from "@/lib/integrations/schema";
import type { ConnectorView } from "@/lib/integrations/view";

export type IntegrationState = { shape: ShapeName; word: string };

/** The statuses as filters name them. */
export const statusWords: Record<IntegrationStatus, string> = {
  error: "Failing",
  configuring: "Being set up",
  active: "Active",
  paused: "Paused",
  disabled: "Disabled",
};

/** Healthy is only what has answered before, or sent something. */
export function stateOf(
  { status, lastSyncAt }: Pick<IntegrationView, "status" | "lastSyncAt">,
  connector?: Pick<ConnectorView, "canBePulled">,
): IntegrationState {
  switch (status) {
    case "error":
      return { shape: "bad", word: "Failing" };
    case "configuring":
      return { shape: "wait", word: "Being set up" };
    case "active":
      return lastSyncAt === null
        ? { shape: "silent", word: connector?.canBePulled === false ? "No message yet" : "No sync yet" }
        : { shape: "ok", word: "Healthy" };
    case "paused":
      return { shape: "paused", word: "Paused" };
    case "disabled":
      return { shape: "off", word: "Disabled" };
  }
}

/** Titles of the settings that it needs and does not have. */
export function missingSettings(
  { credentials }: Pick<IntegrationView, "credentials">,
  connector: Pick<ConnectorView, "fields"> | undefined,
): string[] {
  const missing = connector?.fields.filter(({ name, required }) => required && !credentials[name]?.set);
  return missing?.map(({ title }) => title) ?? [];
}

/** "Client ID and FHIR address". */
export function listed(words: readonly string[], joiner: "and" | "or" = "and"): string {
  const [last, ...others] = [...words].reverse();
  return others.length > 0 ? `${others.reverse().join(", ")} ${joiner} ${last}` : (last ?? "");
}

type Known = Pick<ConnectorView, "fields" | "supportedEntities" | "canBePulled">;

type Explained = Pick<
  IntegrationView,
  "status" | "statusReason" | "credentials" | "syncEnabled" | "lastSyncAt" | "entityMappings"
>;

/** Why it is as it is and what to do next; null when there is nothing to say. */
export function reasonOf(integration: Explained, connector?: Known): string | null {
  const { status, statusReason } = integration;
  const sendsAlone = connector !== undefined && !canSync(connector);
  switch (status) {
    case "error":
      return statusReason ?? "The connection does not work. Test it.";
    case "configuring": {
      const missing = missingSettings(integration, connector);
      return missing.length > 0 ? `Missing: ${listed(missing)}` : "Test it and activate it";
    }
    case "paused":
      return sendsAlone
        ? "Its messages wait until it is resumed"
        : "Nothing is synchronised until it is resumed";
    case "disabled":
      return "Switched off. Set it up again to use it";
    case "active":
      return whatIsLeft(integration, sendsAlone, connector);
  }
}

/** What keeps an active one from being of use. */
function whatIsLeft(
  { syncEnabled, lastSyncAt, entityMappings }: Explained,
  sendsAlone: boolean,
  connector: Known | undefined,
): string | null {
  if (!syncEnabled && !sendsAlone) return "Synchronisation is switched off in its settings";
  if (connector && isAllOff(entityMappings, connector)) return "No records are switched on in its settings";
  if (lastSyncAt !== null) return null;
  return connector?.canBePulled === false ? "Have it send its first message" : "Start the first sync";
}

/** An entity that no mapping names is on, unless others are. */
function isAllOff(
  mappings: Explained["entityMappings"],
  { supportedEntities }: Pick<ConnectorView, "supportedEntities">,
): boolean {
  const off = new Set<string>(
    mappings.filter(({ enabled }) => !enabled).map(({ localEntity }) => localEntity),
  );
  return supportedEntities.every(({ entity }) => off.has(entity));
}

const order: readonly IntegrationStatus[] = ["error", "configuring", "active", "paused", "disabled"];

/** Those that need somebody first, then by name. */
export function byNeed<I extends Pick<IntegrationView, "status" | "name">>(integrations: readonly I[]): I[] {
  return [...integrations].sort(
    (a, b) => order.indexOf(a.status) - order.indexOf(b.status) || a.name.localeCompare(b.name),
  );
}
