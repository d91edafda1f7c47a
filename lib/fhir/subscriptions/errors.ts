import { defineErrors } from "@/lib/platform/errors";

export const subscriptionErrors = defineErrors("fhir subscriptions", {
  subscription_refused: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "This server cannot do what the subscription asks for",
  },
  subscriptions_too_many: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "There are too many subscriptions of yours already",
  },
});
