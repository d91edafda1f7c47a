import { defineErrors } from "@/lib/platform/errors";

export const realtimeErrors = defineErrors("realtime", {
  ticket_unavailable: {
    status: 503,
    owner: "carelane",
    kind: "retryable",
    title: "Live updates are not available at the moment",
  },
  channel_unknown: { status: 404, owner: "caller", kind: "invalid", title: "There is no such channel" },
  forbidden: { status: 403, owner: "caller", kind: "invalid", title: "You may not follow this channel" },
  message_invalid: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "The message is not one of those understood here",
  },
  too_many_channels: {
    status: 409,
    owner: "caller",
    kind: "invalid",
    title: "One connection cannot follow more channels",
  },
  not_live: {
    status: 503,
    owner: "carelane",
    kind: "retryable",
    title: "Live updates do not arrive at the moment",
  },
});
