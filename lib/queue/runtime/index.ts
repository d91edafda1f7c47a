/** Running the queue: imported by the worker process alone. */
export { startWorkers } from "./start-workers";
export { type Running, ticker } from "./ticker";
export type { Timing } from "./timing";
