import { defineErrors } from "@/lib/platform/errors";

export const bulkErrors = defineErrors("fhir bulk", {
  export_request_invalid: {
    status: 400,
    owner: "caller",
    kind: "invalid",
    title: "The export cannot be done as it is asked for",
  },
  export_link_invalid: {
    status: 403,
    owner: "caller",
    kind: "invalid",
    title: "This link is not one of ours",
  },
  export_unknown: { status: 404, owner: "caller", kind: "invalid", title: "There is no such export" },
  group_unknown: { status: 404, owner: "caller", kind: "invalid", title: "There is no such group" },
  export_link_ended: { status: 410, owner: "caller", kind: "invalid", title: "This link is no longer good" },
  group_members_unknown: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "Some members are no patients here",
  },
  exports_too_many: {
    status: 429,
    owner: "caller",
    kind: "rate_limited",
    title: "Too many exports are at work already",
  },
  export_failed: { status: 500, owner: "carelane", kind: "fatal", title: "The export failed" },
});
