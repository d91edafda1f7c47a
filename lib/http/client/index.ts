/** Calls that leave us: the client, and the checks for addresses that people type. */
export {
  type Client,
  type ClientOptions,
  createClient,
  type OutboundRequest,
  type StreamRequest,
} from "./client";
export { outboundErrors } from "./errors";
export { assertAddressAllowed, defaultNetwork, type Network, openNetwork, parseAllowedUrl } from "./network";
export type { Rate } from "./pace";
export { statusError } from "./refusal";
export { OutboundReply, type ReplyHead, type StreamedReply } from "./reply";
export { retryAfterMs } from "./retry-after";
