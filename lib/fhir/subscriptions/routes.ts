/** The addresses of subscriptions. */
import { facadeRoute } from "@/lib/fhir/server";
import type { RouteHandler } from "@/lib/http";
import { performSubscription } from "./interactions";

/** The handler of all interactions of one method. */
export function subscriptionRoute(summary: string): RouteHandler {
  return facadeRoute(summary, performSubscription);
}
