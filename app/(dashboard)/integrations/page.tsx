import type { Metadata } from "next";
import { ForbiddenSheet } from "@/components/admin/forbidden-sheet";
import { IntegrationsScreen } from "@/components/integrations/integrations-screen";
import { requirePageSession } from "@/lib/auth/session-page";

export const metadata: Metadata = { title: "Integrations" };

export default async function IntegrationsPage() {
  if (await requirePageSession("integrations:read")) return <IntegrationsScreen />;
  return <ForbiddenSheet title="Integrations" right="read integrations" />;
}
