import { defineErrors } from "@/lib/platform/errors";

export const integrationErrors = defineErrors("integrations", {
  integration_not_found: {
    status: 404,
    owner: "caller",
    kind: "invalid",
    title: "There is no such integration",
  },
  connector_not_found: { status: 404, owner: "caller", kind: "invalid", title: "There is no such connector" },
  unknown_connector: { status: 422, owner: "caller", kind: "invalid", title: "No connector has this name" },
  integration_name_taken: {
    status: 409,
    owner: "caller",
    kind: "invalid",
    title: "Another integration has this name",
  },
  status_change_refused: {
    status: 409,
    owner: "caller",
    kind: "invalid",
    title: "The integration cannot go from its present status to this one",
  },
  integration_changed: {
    status: 412,
    owner: "caller",
    kind: "invalid",
    title: "The integration has changed meanwhile",
  },
  credentials_incomplete: {
    status: 422,
    owner: "tenant",
    kind: "invalid",
    title: "The credentials are not complete",
  },
  signing_key_missing: {
    status: 409,
    owner: "tenant",
    kind: "fatal",
    title: "The integration has no key pair to sign with",
  },
});
