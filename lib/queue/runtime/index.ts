/** Running the queue: imported by the worker process alone. */
export { startWorkers, type WorkersOptions } from "./start-workers";
export { type Running, type Ticker, ticker } from "./ticker";
export type { Timing } from "./timing";
