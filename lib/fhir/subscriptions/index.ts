/** FHIR Subscriptions: R4's rest-hook. */
export { restHook } from "./rest-hook";
export { subscriptionRoute } from "./routes";
