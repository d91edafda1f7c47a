import { defineErrors } from "@/lib/platform/errors";

export const auditErrors = defineErrors("audit", {
  audit_heads_unwritable: {
    status: 500,
    owner: "carelane",
    kind: "retryable",
    title: "The heads of the audit trail could not be written outside the database",
  },
});
