export { callProcessor } from "./call-processor";
export { messageErrors } from "./errors";
export { type TakenFrame, takeFrame } from "./hl7v2/take-frame";
export { findForgotten, keepPartitions, processMessages, replayMessages } from "./jobs";
export { listMessages } from "./list-messages";
export { readMessage } from "./read-message";
export { changeReplay, previewReplay, type ReplayDeed, readReplay, startReplay } from "./replay-many";
export { replayMessage } from "./replay-message";
