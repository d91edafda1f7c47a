import { defineErrors } from "@/lib/platform/errors";

export const inboundErrors = defineErrors("webhooks", {
  receiver_unknown: {
    status: 404,
    owner: "caller",
    kind: "invalid",
    title: "Nobody takes messages at this address",
  },
  signature_refused: {
    status: 401,
    owner: "caller",
    kind: "invalid",
    title: "The message is not signed with the secret agreed on",
  },
  receiver_resting: {
    status: 503,
    owner: "tenant",
    kind: "retryable",
    title: "The integration takes no messages at the moment",
  },
});
