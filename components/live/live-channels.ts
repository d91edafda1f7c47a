import type { LiveMessage } from "./live-message";

export type LiveListener = (message: LiveMessage) => void;

type Channel = { listeners: Set<LiveListener>; lastSeq?: number };

/** Who on this page listens to which channel, and how far each channel was heard. */
export class LiveChannels {
  private readonly channels = new Map<string, Channel>();

  get names(): string[] {
    return [...this.channels.keys()];
  }

  /** True when the channel was not listened to before. */
  add(name: string, listener: LiveListener): boolean {
    const channel = this.channels.get(name);
    if (channel) channel.listeners.add(listener);
    else this.channels.set(name, { listeners: new Set([listener]) });
    return channel === undefined;
  }

  /** True when nobody listens to the channel any more. */
  remove(name: string, listener: LiveListener): boolean {
    const channel = this.channels.get(name);
    channel?.listeners.delete(listener);
    return channel?.listeners.size === 0 && this.channels.delete(name);
  }

  /** The number of the last message heard; undefined before the first word about the channel. */
  lastSeq(name: string): number | undefined {
    return this.channels.get(name)?.lastSeq;
  }

  /** Notes where a subscription starts. A channel heard before keeps its place, so that nothing is skipped. */
  startAt(name: string, seq: number): void {
    const channel = this.channels.get(name);
    if (channel) channel.lastSeq ??= seq;
  }

  /** Hands a message to its listeners, once: what was sent again after a reconnect is dropped. */
  deliver(name: string, seq: number, message: LiveMessage): void {
    const channel = this.channels.get(name);
    if (!channel || seq <= (channel.lastSeq ?? -1)) return;
    channel.lastSeq = seq;
    for (const listener of channel.listeners) listener(message);
  }

  /** Forgets how far a channel was heard: its place is known no more to the server either. */
  forgetPlace(name: string): void {
    const channel = this.channels.get(name);
    if (channel) channel.lastSeq = undefined;
  }
}
