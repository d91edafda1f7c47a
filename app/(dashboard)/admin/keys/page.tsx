import type { Metadata } from "next";
import { ForbiddenSheet } from "@/components/admin/forbidden-sheet";
import { KeysScreen } from "@/components/admin/keys-screen";
import { requirePageSession } from "@/lib/auth/session-page";

export const metadata: Metadata = { title: "API keys" };

export default async function KeysPage() {
  if (await requirePageSession("keys:manage")) return <KeysScreen />;
  return <ForbiddenSheet title="API keys" right="manage API keys" />;
}
