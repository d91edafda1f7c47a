import { defineErrors } from "@/lib/platform/errors";

/** What the façade refuses by itself. */
export const facadeErrors = defineErrors("fhir", {
  fhir_request_invalid: {
    status: 400,
    owner: "caller",
    kind: "invalid",
    title: "The request is not one that FHIR knows",
  },
  parameter_unsupported: {
    status: 400,
    owner: "caller",
    kind: "invalid",
    title: "This search parameter is not supported here",
  },
  parameter_invalid: {
    status: 400,
    owner: "caller",
    kind: "invalid",
    title: "A search parameter's value cannot be read",
  },
  search_too_broad: {
    status: 400,
    owner: "caller",
    kind: "invalid",
    title: "The search goes through more resources than it may",
  },
  patch_invalid: { status: 400, owner: "caller", kind: "invalid", title: "The patch cannot be read" },
  type_not_supported: {
    status: 404,
    owner: "caller",
    kind: "invalid",
    title: "There are no resources of this type here",
  },
  resource_unknown: { status: 404, owner: "caller", kind: "invalid", title: "There is no such resource" },
  interaction_not_supported: {
    status: 405,
    owner: "caller",
    kind: "invalid",
    title: "This is not done here",
  },
  format_not_acceptable: {
    status: 406,
    owner: "caller",
    kind: "invalid",
    title: "The answer cannot be written in the format asked for",
  },
  resource_gone: { status: 410, owner: "caller", kind: "invalid", title: "The resource was deleted" },
  resource_changed: {
    status: 412,
    owner: "caller",
    kind: "invalid",
    title: "The resource has changed meanwhile",
  },
  many_matches: {
    status: 412,
    owner: "caller",
    kind: "invalid",
    title: "More than one resource meets the condition",
  },
  resource_invalid: { status: 422, owner: "caller", kind: "invalid", title: "The resource cannot be kept" },
  reference_unresolved: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "The resource points at something that is not here",
  },
  scope_insufficient: {
    status: 403,
    owner: "caller",
    kind: "invalid",
    title: "What you were granted does not reach this far",
  },
  fhir_client_not_found: {
    status: 404,
    owner: "caller",
    kind: "invalid",
    title: "There is no such FHIR client",
  },
  fhir_scope_invalid: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "A scope is not one that is granted here",
  },
});
