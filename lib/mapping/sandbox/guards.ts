/**
 * What runs inside the sandbox before any code of a person. The engine asks whether it may go on between steps of
 * code, not inside its own loops over a list's length: lists that only claim a length would run there for hours.
 */
const longestList = 1_000_000;

/** Names under which code would look for the host; they say so instead of being merely undefined. */
const hostNames = [
  "process",
  "require",
  "module",
  "Buffer",
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "Deno",
  "Bun",
];

export const hostAccessError = "HostAccessError";
export const sizeError = "SizeError";

function refusal(name: string): string {
  return `() => { const error = new Error(); error.name = ${JSON.stringify(name)}; throw error; }`;
}

export const guards = `
(() => {
  Error.stackTraceLimit = 0;
  const refuseHost = ${refusal(hostAccessError)};
  const refuseSize = ${refusal(sizeError)};
  for (const name of ${JSON.stringify(hostNames)}) Object.defineProperty(globalThis, name, { get: refuseHost });
  const callbacks = new Set(["constructor", "push", "pop", "keys", "values", "entries"]);
  for (const name of Object.getOwnPropertyNames(Array.prototype)) {
    const original = Array.prototype[name];
    if (typeof original !== "function" || callbacks.has(name)) continue;
    Object.defineProperty(Array.prototype, name, {
      value(...args) {
        if (this?.length > ${longestList}) refuseSize();
        return Reflect.apply(original, this, args);
      },
    });
  }
})();
`;
