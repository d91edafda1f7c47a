/** Worst first: the order of the pips. */
export const integrationStates = ["failing", "slow", "silent", "healthy", "paused"] as const;

export type IntegrationState = (typeof integrationStates)[number];

export type IntegrationPip = { id: string; state: IntegrationState };

/** "14 integrations: 11 healthy, 1 slow, 1 failing, 1 paused". */
export function pipsLabel(pips: readonly IntegrationPip[]): string {
  const counted = (["healthy", "slow", "failing", "paused", "silent"] as const)
    .map((state) => ({ state, count: pips.filter((pip) => pip.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state === "silent" ? "without news" : state}`);
  const noun = pips.length === 1 ? "integration" : "integrations";
  return `${pips.length} ${noun}: ${counted.join(", ")}`;
}

type Integration = {
  status: "configuring" | "active" | "paused" | "error" | "disabled";
  lastSyncAt: string | null;
};

/** How an integration is shown; null for one that is not in use. Healthy is only what has answered before. */
export function stateOfIntegration({ status, lastSyncAt }: Integration): IntegrationState | null {
  switch (status) {
    case "configuring":
    case "disabled":
      return null;
    case "paused":
      return "paused";
    case "error":
      return "failing";
    case "active":
      return lastSyncAt === null ? "silent" : "healthy";
  }
}
