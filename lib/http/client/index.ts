/** Calls that leave us: the client, and the checks for addresses that people type. */
export { type Client, createClient } from "./client";
export { outboundErrors } from "./errors";
export { allowedDial, assertAddressAllowed, type Network, openNetwork } from "./network";
export type { Rate } from "./pace";
export { statusError } from "./refusal";
export { OutboundReply, type StreamedReply } from "./reply";
export { retryAfterMs } from "./retry-after";
