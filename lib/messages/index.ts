export { callChannels, callProcessor } from "./call-processor";
export { messageErrors } from "./errors";
export { patientsIn } from "./fhir-identifiers";
export { answerToProcessed, written } from "./hl7v2/answer";
export { factsOf, readBody } from "./hl7v2/facts";
export { noteAnswered, noteGathered } from "./hl7v2/note-answered";
export { senderTimeZone } from "./hl7v2/senders";
export { type TakenFrame, takeFrame, takeSent } from "./hl7v2/take-frame";
export {
  findForgotten,
  findUnanswered,
  keepPartitions,
  processMessages,
  replayMessages,
  runChannel,
  sendAnswers,
} from "./jobs";
export { listMessages } from "./list-messages";
export { bodyParts, spanOf } from "./message-store";
export { queueAnswers } from "./outbound/answers";
export { deliverOnce } from "./outbound/deliver-once";
export { messengerOf } from "./outbound/messenger";
export { recorderOf } from "./outbound/recorder";
export {
  giveUpMessages,
  insertOutgoing,
  type SendingOutcome,
  takeUpOutgoing,
  writeOutcome,
} from "./outbound/sent-messages";
export { type MessageContent, readContent, readMessage } from "./read-message";
export { readTraffic } from "./read-traffic";
export { changeReplay, previewReplay, type ReplayDeed, readReplay, startReplay } from "./replay-many";
export { replayMessage, settleReplayed } from "./replay-message";
export { type RoutedEvent, routeEvents } from "./routes";
export { keysOf } from "./search-keys";
export { insertMessages, storeMessages, takeFromChannel } from "./take-messages";
export { tellScreens } from "./tell-screens";
export { type NewMessage, writeMessages } from "./write-messages";
