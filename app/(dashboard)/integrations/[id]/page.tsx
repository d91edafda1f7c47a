import type { Metadata } from "next";
import { ForbiddenSheet } from "@/components/admin/forbidden-sheet";
import { IntegrationPage } from "@/components/integrations/integration-page";
import { requirePageSession } from "@/lib/auth/session-page";

export const metadata: Metadata = { title: "Integration" };

type PageProps = { params: Promise<{ id: string }> };

export default async function OneIntegrationPage({ params }: PageProps) {
  const { id } = await params;
  if (await requirePageSession("integrations:read")) return <IntegrationPage id={id} />;
  return <ForbiddenSheet title="Integration" right="read integrations" />;
}
