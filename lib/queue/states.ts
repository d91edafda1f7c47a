/**
 * The states of a job row: waiting (due), delayed (due later), dispatched (handed to Redis), running, and its ends
 * done, dead and cancelled. The conditions below stand literally in partial indexes, so they are written once.
 */

/** Not ended: the row takes part in its lane. */
export const isLive = "finished_at is null";

/** In flight: at most one row of a lane, held by a unique index. */
export const isInFlight = "state in ('dispatched', 'running')";

/** Due and, as far as is known, head of its lane. */
export const isReady = "state = 'waiting' and ready";

/** Due, but behind another job of its lane when last looked at. */
export const isBlocked = "state = 'waiting' and not ready";
