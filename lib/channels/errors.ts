import { defineErrors } from "@/lib/platform/errors";

export const channelErrors = defineErrors("channels", {
  channel_not_found: { status: 404, owner: "caller", kind: "invalid", title: "There is no such channel" },
  name_taken: { status: 409, owner: "caller", kind: "invalid", title: "Another channel has this name" },
  channel_invalid: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "The channel cannot run as it is defined",
  },
  channel_changed: {
    status: 412,
    owner: "caller",
    kind: "invalid",
    title: "The channel has changed meanwhile",
  },
  version_not_found: { status: 404, owner: "caller", kind: "invalid", title: "There is no such version" },
  source_differs: {
    status: 409,
    owner: "caller",
    kind: "invalid",
    title: "The channel does not take messages over HTTP",
  },
  message_not_found: {
    status: 404,
    owner: "caller",
    kind: "invalid",
    title: "The channel has taken no such message",
  },
  message_not_failed: {
    status: 409,
    owner: "caller",
    kind: "invalid",
    title: "Only messages that failed are gone through again",
  },
  delivery_not_found: { status: 404, owner: "caller", kind: "invalid", title: "There is no such delivery" },
  delivery_ended: { status: 409, owner: "caller", kind: "invalid", title: "It has been delivered already" },
  destination_not_found: {
    status: 404,
    owner: "caller",
    kind: "invalid",
    title: "There is no such destination",
  },
  conversion_impossible: {
    status: 422,
    owner: "tenant",
    kind: "invalid",
    title: "The message cannot be made into what the mapping wants",
  },
  webhook_disabled: { status: 409, owner: "tenant", kind: "retryable", title: "The webhook is not enabled" },
  output_refused: {
    status: 422,
    owner: "tenant",
    kind: "invalid",
    title: "The destination does not take what goes out",
  },
});
