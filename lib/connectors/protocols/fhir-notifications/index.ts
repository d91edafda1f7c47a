/** What vendors that notify by FHIR subscriptions share: where they send, how they sign, what their bundles say. */
export { notificationUrl } from "./address";
export { notificationEvents } from "./notification-bundle";
export {
  carriesToken,
  hookSubject,
  remoteSubscription,
  restHookRequest,
  restHookSubscription,
} from "./rest-hook";
export { isSignedWith } from "./signature";
