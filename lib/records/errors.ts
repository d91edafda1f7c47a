import { defineErrors } from "@/lib/platform/errors";

export const recordErrors = defineErrors("records", {
  record_not_found: { status: 404, owner: "caller", kind: "invalid", title: "There is no such record" },
  unknown_entity: {
    status: 404,
    owner: "caller",
    kind: "invalid",
    title: "There are no records of this kind",
  },
  version_required: {
    status: 428,
    owner: "caller",
    kind: "invalid",
    title: "The change does not say which version it is made to",
  },
  version_stale: { status: 412, owner: "caller", kind: "invalid", title: "The record has changed meanwhile" },
  record_invalid: { status: 422, owner: "caller", kind: "invalid", title: "The record is not complete" },
  record_deleted: { status: 409, owner: "caller", kind: "invalid", title: "The record is deleted" },
});
