/** Shapes of webhooks, safe to import in the browser. */
export * from "./inbound/schema";
export * from "./outbound/schema";
