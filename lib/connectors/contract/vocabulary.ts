/** The words in which a connector says what it is and what it can do. */

export type Entity =
  | "patients"
  | "practitioners"
  | "observations"
  | "conditions"
  | "medications"
  | "medication_requests"
  | "appointments"
  | "encounters"
  | "diagnostic_reports"
  | "documents";

export type SyncDirection = "pull" | "push" | "bidirectional";
export type SyncStrategy = "webhook" | "polling" | "realtime" | "batch" | "manual";
export type AuthType = "api_key" | "oauth2" | "basic" | "jwt" | "certificate" | "custom";
export type IntegrationType =
  | "ehr"
  | "lab"
  | "insurance"
  | "ecommerce"
  | "payment"
  | "pharmacy"
  | "imaging"
  | "billing"
  | "custom"
  | "dental"
  | "shipping"
  | "messaging";
