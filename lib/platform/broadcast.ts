/**
 * Telling open screens that something changed. Fire and forget: what matters stands in PostgreSQL, and a
 * screen that missed a message reads it there.
 */
import { quickRedis } from "./redis";

/** The one Redis channel on which every process tells the web processes. */
export const broadcastChannel = "carelane:broadcast";

type Message = { readonly type: string } & Readonly<Record<string, unknown>>;

interface Audience {
  readonly organizationId: string;
  /** A channel of the realtime contract: sync, sync:<job>, records:<entity>, alerts, … */
  readonly channel: string;
}

export interface Broadcast extends Audience {
  readonly messages: readonly Message[];
}

/** Sends messages to every web process, in one go. Never throws and never waits. */
export function broadcastAll(news: Broadcast): void {
  quickRedis()
    .publish(broadcastChannel, JSON.stringify(news))
    .catch(() => undefined);
}

/** Sends a message to every web process. Never throws and never waits. */
export function broadcast({ message, ...audience }: Audience & { readonly message: Message }): void {
  broadcastAll({ ...audience, messages: [message] });
}
