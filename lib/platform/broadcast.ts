/**
 * Telling open screens that something changed. Fire and forget: what matters stands in PostgreSQL, and a
 * screen that missed a message reads it there.
 */
import { quickRedis } from "./redis";

/** The one Redis channel on which every process tells the web processes. */
export const broadcastChannel = "carelane:broadcast";

export interface Broadcast {
  readonly organizationId: string;
  /** A channel of the realtime contract: sync, sync:<job>, records:<entity>, alerts, … */
  readonly channel: string;
  readonly message: { readonly type: string } & Readonly<Record<string, unknown>>;
}

/** Sends a message to every web process. Never throws and never waits. */
export function broadcast(news: Broadcast): void {
  quickRedis()
    .publish(broadcastChannel, JSON.stringify(news))
    .catch(() => undefined);
}
