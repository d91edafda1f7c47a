/** How the page hears of changes: over the live line, by asking again and again, or not at all. */
export type LiveState = {
  mode: "live" | "polling" | "offline";
  /** When the page last heard from the server; null before the first word. */
  lastHeardAt: Date | null;
};

/** What is known of the ways to the server. */
export type Ways = {
  /** `opening` is the first attempt, which deserves the benefit of the doubt. */
  socket: "opening" | "open" | "lost";
  /** The server says itself that news do not reach it: its own line to the workers is down. */
  muted: boolean;
  /** Whether the last question over HTTP was answered. */
  answered: boolean;
};

/** The words for what is known. */
export function modeOf({ socket, muted, answered }: Ways): LiveState["mode"] {
  if (socket !== "lost" && !muted) return "live";
  return answered || socket === "open" ? "polling" : "offline";
}

/** How often screens ask while the line is down. */
export const pollEveryMs = 30_000;

const firstDelayMs = 500;
const longestDelayMs = 30_000;

/**
 * How long to wait before the next attempt, in ms: doubling up to half a minute. Half of it is chance, so that
 * the screens of a whole clinic do not come back in the same moment. `chance` is from 0 to 1.
 */
export function reconnectDelayMs(failures: number, chance: number): number {
  const delayMs = Math.min(firstDelayMs * 2 ** failures, longestDelayMs);
  return delayMs / 2 + (delayMs / 2) * chance;
}
