/** The trail of who did what: append-only, keyed row by row, chained per organization. */
export type { AuditHead } from "./audit-heads";
export { listAudit } from "./list-audit";
export { type AuditActor, type AuditEntry, prepareAudit, recordAudit } from "./record-audit";
export { sealAudit } from "./seal-audit";
export { type AuditFault, type AuditVerdict, verifyAudit } from "./verify-audit";
