import { defineErrors } from "@/lib/platform/errors";

/** What can go wrong on a message's way to an MLLP address. */
export const mllpErrors = defineErrors("mllp", {
  mllp_unreachable: {
    status: 502,
    owner: "vendor",
    kind: "retryable",
    title: "The receiver of messages could not be reached",
  },
  mllp_not_trusted: {
    status: 502,
    owner: "tenant",
    kind: "fatal",
    title: "The receiver of messages and Carelane do not trust each other's certificates",
  },
  mllp_not_stored: {
    status: 502,
    owner: "vendor",
    kind: "retryable",
    title: "The receiver says that it did not store the message",
  },
  mllp_answer_missing: {
    status: 504,
    owner: "vendor",
    kind: "ambiguous",
    title: "The message was sent, and no answer to it came",
  },
  mllp_unsendable: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "The message cannot be sent over MLLP",
  },
  mllp_closed: {
    status: 503,
    owner: "carelane",
    kind: "retryable",
    title: "The connection is being closed",
  },
});
