import { defineErrors } from "@/lib/platform/errors";

export const messageErrors = defineErrors("messages", {
  message_not_found: {
    status: 404,
    owner: "caller",
    kind: "invalid",
    title: "There is no such message",
  },
  replay_refused: {
    status: 409,
    owner: "caller",
    kind: "invalid",
    title: "This message cannot be replayed",
  },
  channel_stopped: {
    status: 409,
    owner: "tenant",
    kind: "retryable",
    title: "The channel takes nothing at the moment",
  },
  message_refused: {
    status: 422,
    owner: "vendor",
    kind: "invalid",
    title: "The receiver refused the message",
  },
  receiver_has_it: {
    status: 422,
    owner: "vendor",
    kind: "invalid",
    title: "The receiver says that it has what the message adds",
  },
  receiver_lacks_it: {
    status: 422,
    owner: "vendor",
    kind: "invalid",
    title: "The receiver does not know what the message changes",
  },
  answer_unreadable: {
    status: 502,
    owner: "vendor",
    kind: "ambiguous",
    title: "What the receiver answered says nothing about the message",
  },
  answer_address_missing: {
    status: 422,
    owner: "tenant",
    kind: "invalid",
    title: "The sender's settings name no HL7 v2 address for answers any more",
  },
  receiver_slow: {
    status: 503,
    owner: "vendor",
    kind: "retryable",
    title: "The receiver takes messages too slowly",
  },
  sending_failed: {
    status: 500,
    owner: "carelane",
    kind: "ambiguous",
    title: "The message could not be sent to its end",
  },
  sender_ended: {
    status: 500,
    owner: "carelane",
    kind: "ambiguous",
    title: "Carelane was stopped before it heard the receiver's answer",
  },
  replay_not_found: {
    status: 404,
    owner: "caller",
    kind: "invalid",
    title: "There is no such replay",
  },
  replay_ended: {
    status: 409,
    owner: "caller",
    kind: "invalid",
    title: "The replay has ended",
  },
});
