import type { Metadata } from "next";
import { AuditScreen } from "@/components/admin/audit-screen";
import { ForbiddenSheet } from "@/components/admin/forbidden-sheet";
import { requirePageSession } from "@/lib/auth/session-page";

export const metadata: Metadata = { title: "Audit trail" };

export default async function AuditPage() {
  if (await requirePageSession("audit:read")) return <AuditScreen />;
  return <ForbiddenSheet title="Audit trail" right="read the audit trail" />;
}
