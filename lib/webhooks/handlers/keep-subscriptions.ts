import { keepSubscriptions } from "@/lib/integrations";
import { handle } from "@/lib/queue";
import { keepSubscriptionsOf } from "../inbound/keep-subscriptions";

const momentMs = 1_000;

/** Looks after what one integration's vendor is asked to tell of. */
export const keepSubscriptionsHandler = handle(keepSubscriptions, async ({ payload }) => {
  const isSettling = await keepSubscriptionsOf(payload);
  return isSettling ? { again: true, delayMs: momentMs } : undefined;
});
