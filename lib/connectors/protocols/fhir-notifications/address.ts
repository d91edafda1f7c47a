import { env } from "@/lib/platform/env";

/** Where a vendor sends notifications for an integration. */
export function notificationUrl(integrationId: string): string {
  return new URL(`/api/webhooks/${integrationId}`, env().NEXTAUTH_URL).href;
}
