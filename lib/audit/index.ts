/** The trail of who did what: append-only, keyed row by row, chained per organization. */
export { listAudit } from "./list-audit";
export { type AuditEntry, prepareAudit, recordAudit, recordAudits } from "./record-audit";
export { sealAudit } from "./seal-audit";
export { verifyAudit } from "./verify-audit";
