import { defineErrors } from "@/lib/platform/errors";

export const notificationErrors = defineErrors("fhir-notifications", {
  notification_unreadable: {
    status: 400,
    owner: "vendor",
    kind: "invalid",
    title: "The notification is not of a form that is understood",
  },
});
