import type { Metadata } from "next";
import { ForbiddenSheet } from "@/components/admin/forbidden-sheet";
import { MessagesScreen } from "@/components/messages/messages-screen";
import { requirePageSession } from "@/lib/auth/session-page";

export const metadata: Metadata = { title: "Messages" };

export default async function MessagesPage() {
  if (await requirePageSession("messages:read")) return <MessagesScreen />;
  return <ForbiddenSheet title="Messages" right="read messages" />;
}
