/** The one source of time, so that tests can decide what time it is. */

type Clock = () => number;

let read: Clock = Date.now;

/** The present, in milliseconds since 1970. */
export function nowMs(): number {
  return read();
}

/** The present as a Date. */
export function now(): Date {
  return new Date(read());
}

/** Replaces the clock; answers a function that puts the real one back. */
export function setClock(clock: Clock): () => void {
  read = clock;
  return () => {
    read = Date.now;
  };
}
