import type { Metadata } from "next";
import { ForbiddenSheet } from "@/components/admin/forbidden-sheet";
import { NewIntegrationScreen } from "@/components/integrations/new-integration-screen";
import { requirePageSession } from "@/lib/auth/session-page";

export const metadata: Metadata = { title: "Add integration" };

export default async function NewIntegrationPage() {
  if (await requirePageSession("integrations:write")) return <NewIntegrationScreen />;
  return <ForbiddenSheet title="Add integration" right="manage integrations" />;
}
