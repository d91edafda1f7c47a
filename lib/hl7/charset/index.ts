/** Character sets of messages: bytes to text and back. */
export { type DecodedMessage, decodeMessage, encodeMessage } from "./decode";
