/** How a subscription stands after what was learned of it, and when it is looked at next. Pure. */
import type { RemoteSubscription } from "@/lib/connectors/contract";
import type { SubscriptionRow, SubscriptionState } from "@/lib/integrations";

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
/** For so long is one asked for: if Carelane goes away for good, vendors stop telling by themselves. */
export const lifeMs = 7 * 24 * 60 * minuteMs;
const lookEveryMs = 5 * minuteMs;
/** A vendor puts a new one to work within moments; who takes longer is asked less often. */
const settlingMs = minuteMs;
/** Longer than any server takes that only tries the address. */
const patienceMs = 5 * minuteMs;
const longestPauseMs = 60 * minuteMs;

function later(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}

/** At once for the first failure, then after a minute and twice as long each time, up to an hour. */
function pauseMs(failures: number): number {
  return failures <= 1 ? 0 : Math.min(longestPauseMs, minuteMs * 2 ** (failures - 2));
}

function ageMs({ madeAt }: Pick<SubscriptionState, "madeAt">, at: Date): number {
  return at.getTime() - (madeAt?.getTime() ?? 0);
}

/** True while it is about to be put to work. */
export function isSettling(state: SubscriptionState, at: Date): boolean {
  return state.remoteId !== null && state.status === "requested" && ageMs(state, at) < settlingMs;
}

/** True when it was asked for so long ago that somebody has to see why it does not begin. */
export function isOverdue(state: SubscriptionState, at: Date): boolean {
  return state.status === "requested" && ageMs(state, at) >= patienceMs;
}

/** The vendor has made it, instead of an earlier one or anew. */
export function asMade(row: SubscriptionRow, remote: RemoteSubscription, at: Date): SubscriptionState {
  return asSeen({ ...row, madeAt: at }, remote, at);
}

/** The vendor still has it. */
export function asSeen(row: SubscriptionRow, remote: RemoteSubscription, at: Date): SubscriptionState {
  const { remoteId, status } = remote;
  const found = { remoteId, status, madeAt: row.madeAt, endsAt: remote.endsAt ?? null };
  if (status !== "active") {
    const { problem, failures, activeSince } = row;
    const waitMs = isSettling({ ...row, ...found }, at) ? secondMs : minuteMs;
    return { ...found, problem, failures, activeSince, nextCheckAt: later(at, waitMs) };
  }
  return {
    ...found,
    problem: null,
    // One that works and fails by turns is asked for ever less often: only what lasts is healed.
    failures: row.status === "active" ? 0 : row.failures,
    activeSince: row.activeSince ?? at,
    nextCheckAt: later(at, lookEveryMs),
  };
}

/** It could not be made, or did not stay. */
export function asFailed(
  row: SubscriptionRow,
  status: SubscriptionRow["status"],
  problem: string,
  at: Date,
): SubscriptionState {
  const failures = row.failures + 1;
  return {
    remoteId: null,
    status,
    problem,
    failures,
    madeAt: null,
    activeSince: null,
    endsAt: null,
    nextCheckAt: later(at, status === "refused" ? Math.max(minuteMs, pauseMs(failures)) : pauseMs(failures)),
  };
}

/** The vendor could not be asked. */
export function asUnseen(row: SubscriptionRow, at: Date): SubscriptionState {
  return { ...row, nextCheckAt: later(at, minuteMs) };
}

/** Two thirds of its time are over. */
export function isEnding({ madeAt, endsAt }: SubscriptionState, at: Date): boolean {
  if (!madeAt || !endsAt) return false;
  return at.getTime() - madeAt.getTime() > ((endsAt.getTime() - madeAt.getTime()) * 2) / 3;
}
