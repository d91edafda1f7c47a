/** Shapes of webhooks, safe to import in the browser. */
export * from "./outbound/schema";
