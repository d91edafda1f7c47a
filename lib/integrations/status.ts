/** The life of an integration: configuring → active ⇄ paused; active → error → active; any → disabled. */
import { integrationErrors } from "./errors";
import type { IntegrationStatus } from "./schema";

const next: Readonly<Record<IntegrationStatus, readonly IntegrationStatus[]>> = {
  configuring: ["active", "disabled"],
  active: ["paused", "error", "disabled"],
  paused: ["active", "disabled"],
  error: ["active", "disabled"],
  // Whoever switches one on again checks its settings first.
  disabled: ["configuring"],
};

/** Throws `status_change_refused`, which says where one can go from here. Staying is no change. */
export function assertStatusChange(from: IntegrationStatus, to: IntegrationStatus): void {
  if (from === to || next[from].includes(to)) return;
  throw integrationErrors.status_change_refused({
    detail: `It is ${from}; from there it can become ${next[from].join(" or ")}.`,
  });
}
