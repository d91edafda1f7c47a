/** One socket to the server for the whole page. */
import { type ServerFrame, serverFrameSchema } from "@/lib/realtime/schema";
import { LiveChannels, type LiveListener } from "./live-channels";
import { liveMessageSchema } from "./live-message";
import { type LiveState, modeOf, reconnectDelayMs, type Ways } from "./live-state";

export type LiveLineOptions = {
  /** Address of the gateway, ws(s)://…/ws. */
  url: string;
  /** Something was missed: read again whatever is on the screen. */
  onResync: () => void;
  /** The server ended the line because the person is signed out. */
  onSignedOut: () => void;
  /** How often to ask whether the line still carries; for tests. */
  checkEveryMs?: number;
};

/** What the gateway closes with when the session behind a socket has ended (RFC 6455, 7.4.1). */
const policyViolation = 1008;

/**
 * Keeps a socket open while it is started: comes back with growing delays, takes up every channel where it was
 * left, and finds out when the line is dead though nobody closed it.
 */
export class LiveLine {
  private readonly channels = new LiveChannels();
  private readonly watchers = new Set<() => void>();
  private ways: Ways = { socket: "opening", muted: false, answered: true };
  private current: LiveState = { mode: "live", lastHeardAt: null };
  private socket: WebSocket | undefined;
  private failures = 0;
  private reconnecting: ReturnType<typeof setTimeout> | undefined;
  private checking: ReturnType<typeof setInterval> | undefined;
  private isChecked = true;

  constructor(private readonly options: LiveLineOptions) {}

  start(): void {
    this.checking = setInterval(() => this.check(), this.options.checkEveryMs ?? 20_000);
    // Not at once: a page that is left in the same moment would close a socket that is still being opened.
    this.reconnecting = setTimeout(() => this.connect());
  }

  stop(): void {
    clearInterval(this.checking);
    clearTimeout(this.reconnecting);
    this.leave();
  }

  /** Tries again at once, as when the network came back or the page was looked at again. */
  wake(): void {
    if (this.ways.socket === "lost") this.connect();
  }

  get state(): LiveState {
    return this.current;
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Hears the news of a channel until the returned function is called. */
  listen(channel: string, listener: LiveListener): () => void {
    if (this.channels.add(channel, listener)) this.subscribe(channel);
    return () => {
      if (this.channels.remove(channel, listener)) this.send({ type: "unsubscribe", channel });
    };
  }

  /** Notes whether a question over HTTP was answered, which tells polling from no connection. */
  noteAnswer(answered: boolean): void {
    this.update({ answered }, answered);
  }

  private connect(): void {
    clearTimeout(this.reconnecting);
    this.leave();
    const socket = new WebSocket(this.options.url);
    this.socket = socket;
    socket.onopen = () => this.onOpen();
    socket.onmessage = ({ data }) => this.onText(String(data));
    socket.onclose = ({ code }) => (code === policyViolation ? this.onSignedOut() : this.onLost());
  }

  /** Drops the socket without taking its end for a loss. */
  private leave(): void {
    if (!this.socket) return;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
    this.socket = undefined;
  }

  private onOpen(): void {
    this.isChecked = true;
    this.update({ socket: "open", muted: false }, true);
    for (const channel of this.channels.names) this.subscribe(channel);
  }

  private onLost(): void {
    this.leave();
    this.update({ socket: "lost" });
    const delayMs = reconnectDelayMs(this.failures++, Math.random());
    this.reconnecting = setTimeout(() => this.connect(), delayMs);
  }

  private onSignedOut(): void {
    this.stop();
    this.options.onSignedOut();
  }

  private onText(text: string): void {
    const frame = serverFrameSchema.safeParse(JSON.parse(text)).data;
    if (!frame) return;
    this.failures = 0;
    this.isChecked = true;
    this.onFrame(frame);
    this.update({}, true);
  }

  private onFrame(frame: ServerFrame): void {
    switch (frame.type) {
      case "SUBSCRIBED":
        this.channels.startAt(String(frame.channel), Number(frame.seq));
        break;
      case "RESYNC":
        this.channels.forgetPlace(String(frame.channel));
        this.update({ muted: false });
        this.options.onResync();
        break;
      case "ERROR":
        if (frame.code === "not_live") this.update({ muted: true });
        break;
      default:
        this.onNews(frame);
    }
  }

  private onNews(frame: ServerFrame): void {
    const message = liveMessageSchema.safeParse(frame).data;
    if (message && "seq" in frame) this.channels.deliver(message.channel, Number(frame.seq), message);
  }

  private subscribe(channel: string): void {
    this.send({ type: "subscribe", channel, since: this.channels.lastSeq(channel) });
  }

  private send(frame: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  /**
   * A browser does not show pings to a page. Subscribing again to a channel is always answered, so no answer
   * since the last check means that the line is dead.
   */
  private check(): void {
    const [channel] = this.channels.names;
    if (this.ways.socket !== "open" || channel === undefined) return;
    if (!this.isChecked) {
      this.onLost();
      return;
    }
    this.isChecked = false;
    this.subscribe(channel);
  }

  private update(change: Partial<Ways>, heard = false): void {
    this.ways = { ...this.ways, ...change };
    const mode = modeOf(this.ways);
    const { lastHeardAt } = this.current;
    // Ages are shown in seconds: a line that speaks often need not redraw the page each time.
    const isNews = heard && Date.now() - (lastHeardAt?.getTime() ?? 0) >= 1_000;
    if (mode === this.current.mode && !isNews) return;
    this.current = { mode, lastHeardAt: heard ? new Date() : lastHeardAt };
    for (const watcher of this.watchers) watcher();
  }
}
