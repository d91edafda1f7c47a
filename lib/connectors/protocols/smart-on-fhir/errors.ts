import { defineErrors } from "@/lib/platform/errors";

export const smartErrors = defineErrors("smart-on-fhir", {
  sign_in_refused: {
    status: 502,
    owner: "tenant",
    kind: "auth_expired",
    title: "The EHR does not accept our sign-in",
  },
  no_key_pair: {
    status: 409,
    owner: "tenant",
    kind: "fatal",
    title: "The integration has no key pair to sign with",
  },
  scope_refused: {
    status: 502,
    owner: "tenant",
    kind: "fatal",
    title: "The EHR does not grant the access asked for",
  },
  token_refused: {
    status: 502,
    owner: "vendor",
    kind: "retryable",
    title: "The EHR gave no access token",
  },
});
