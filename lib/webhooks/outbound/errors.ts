import { defineErrors } from "@/lib/platform/errors";

export const webhookErrors = defineErrors("webhooks", {
  webhook_not_found: { status: 404, owner: "caller", kind: "invalid", title: "There is no such webhook" },
  delivery_not_found: { status: 404, owner: "caller", kind: "invalid", title: "There is no such delivery" },
  webhook_is_subscription: {
    status: 409,
    owner: "caller",
    kind: "invalid",
    title: "This is a FHIR subscription, which its own client sets up",
  },
  webhook_disabled: { status: 409, owner: "caller", kind: "invalid", title: "The webhook is not enabled" },
});
