/** Live updates: the WebSocket gateway and its tickets. To tell screens something, use lib/platform/broadcast. */
export { type Gateway, openGateway } from "./gateway";
export { issueTicket } from "./ticket";
