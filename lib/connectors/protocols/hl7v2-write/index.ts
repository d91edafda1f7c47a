/** Changes that go to a vendor as HL7 v2 messages, because its FHIR interface takes none. */
export { addressSteps } from "./address-step";
export { withMessages } from "./ports";
export { type MessageSettings, messageAddress, messageFields, receiverIn } from "./settings";
export { toldPort } from "./told-port";
