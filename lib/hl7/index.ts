/** HL7 v2 as functions over texts: read, write, acknowledge. */
export {
  type AckCode,
  type Answer,
  acknowledge,
  isEnhanced,
  owesAnswer,
  owesCommit,
  type Problem,
  problemCodes,
} from "./acknowledge";
export { createHL7ADTMessage, type PatientNews } from "./adt";
export { type AdtEvent, adtStructures } from "./adt-events";
export { type DecodedMessage, decodeMessage, encodeMessage } from "./charset";
export {
  components,
  composeMessage,
  composeSegment,
  type Fields,
  type FieldValue,
  repetitions,
} from "./compose";
export { newControlId } from "./control-id";
export { type Delimiters, usualDelimiters } from "./delimiters";
export { describeMessage } from "./describe";
export { type Dictionary, dictionaryOf, type FieldDescription } from "./dictionary";
export type { Envelope, Party } from "./envelope";
export { hl7Errors } from "./errors";
export { extractPatientFromHL7 } from "./extract-patient";
export {
  type AdtMessage,
  adtMessage,
  type DocumentEvent,
  type DocumentMessage,
  documentMessage,
  type OrderControl,
  type OrderMessage,
  orderMessage,
  type PlacedOrder,
  type ResultMessage,
  resultMessage,
  type ScheduleEvent,
  type ScheduleMessage,
  scheduleMessage,
  type TestReport,
} from "./from-fhir";
export { Message } from "./message";
export { writeMoment } from "./moment";
export { Batch, parseBatch, parseMessage } from "./parse";
export { type Path, parsePath } from "./path";
export type { Repetition, Value } from "./repetition";
export type { Segment } from "./segment";
export { type BundleOptions, bundleOf } from "./to-fhir/bundle";
export { convertMessage } from "./to-fhir/convert";
export type {
  ConversionProblem,
  ConvertedMerge,
  ConvertedMessage,
  ConvertedResource,
} from "./to-fhir/converted";
export type { Sender } from "./to-fhir/data-types";
export { patientOf } from "./to-fhir/patient";
export { type MessageValues, messageValues, nameOfValue } from "./values";
