/** What can be done to an integration, each one object for button, key and menu. */
import { type LucideIcon, Pause, Play, PlugZap, RefreshCw } from "lucide-react";
import { canSync } from "@/components/sync/can-sync";
import type { IntegrationView } from "@/lib/integrations/schema";
import type { ConnectorView } from "@/lib/integrations/view";
import type { useIntegrationCalls } from "./use-integrations";

type Calls = ReturnType<typeof useIntegrationCalls>;

/** What to tell once it is done; a `bad` one stays until it is dismissed. */
export type Told = { tone?: "warn" | "bad"; title: string; detail?: string; href?: string };

export type IntegrationAction = {
  id: "test" | "sync" | "pause" | "resume";
  label: string;
  icon: LucideIcon;
  keys: readonly string[];
  permission: string;
  isOffered: (integration: IntegrationView, connector: ConnectorView | undefined) => boolean;
  run: (calls: Calls, integration: IntegrationView, connector: ConnectorView | undefined) => Promise<Told>;
};

const actions: readonly IntegrationAction[] = [
  {
    id: "test",
    label: "Test",
    icon: PlugZap,
    keys: ["T"],
    permission: "integrations:write",
    isOffered: ({ status }) => status !== "disabled",
    run: async ({ test }, { id, name }) => {
      const { success, message, latency, checks } = await test(id);
      const told = checks.find(({ ok }) => !ok) ?? checks.find(({ fix }) => fix);
      if (!told) return { title: `${name} answers`, detail: `${message}, ${latency} ms` };
      const detail = [told.message, told.fix].filter(Boolean).join(" ");
      if (success) return { tone: "warn", title: `${name} answers`, detail };
      return { tone: "bad", title: `The test of ${name} failed`, detail };
    },
  },
  {
    id: "pause",
    label: "Pause",
    icon: Pause,
    keys: ["P"],
    permission: "integrations:write",
    isOffered: ({ status }) => status === "active",
    run: async ({ pause }, { id, name }, connector) => {
      await pause(id);
      const detail =
        connector && !canSync(connector)
          ? "What it sends is stored and waits"
          : "A sync that runs goes on to its end";
      return { title: `${name} is paused`, detail };
    },
  },
  {
    id: "resume",
    label: "Resume",
    icon: Play,
    keys: ["R"],
    permission: "integrations:write",
    isOffered: ({ status }) => status === "paused" || status === "error",
    run: async ({ resume }, { id, name }) => {
      await resume(id);
      return { title: `${name} is active again` };
    },
  },
  {
    id: "sync",
    label: "Sync now",
    icon: RefreshCw,
    keys: ["S"],
    permission: "sync:write",
    isOffered: ({ status, syncEnabled }, connector) =>
      status === "active" && syncEnabled && connector !== undefined && canSync(connector),
    run: async ({ sync }, { id, name }) => {
      const job = await sync(id);
      return { title: "Sync started", detail: name, href: `/sync/jobs/${job.id}` };
    },
  },
];

/** What this person may do with this integration now; the most usual is last, where the primary button stands. */
export function actionsFor(
  integration: IntegrationView,
  connector: ConnectorView | undefined,
  permissions: readonly string[],
): IntegrationAction[] {
  return actions.filter(
    ({ permission, isOffered }) => permissions.includes(permission) && isOffered(integration, connector),
  );
}
