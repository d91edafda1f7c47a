/** HL7 v2 messages from FHIR R4 resources, after the HL7 v2-to-FHIR implementation guide read backwards. */
export { type AdtMessage, adtMessage } from "./adt";
export { type DocumentEvent, type DocumentMessage, documentMessage } from "./documents";
export { type OrderControl, type OrderMessage, orderMessage, type PlacedOrder } from "./orders";
export { type ResultMessage, resultMessage, type TestReport } from "./results";
export { type ScheduleEvent, type ScheduleMessage, scheduleMessage } from "./schedule";
