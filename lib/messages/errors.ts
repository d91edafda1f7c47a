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
