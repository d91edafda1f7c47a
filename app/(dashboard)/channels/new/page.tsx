import type { Metadata } from "next";
import { ForbiddenSheet } from "@/components/admin/forbidden-sheet";
import { NewChannelScreen } from "@/components/channels/new-channel-screen";
import { requirePageSession } from "@/lib/auth/session-page";

export const metadata: Metadata = { title: "New channel" };

export default async function NewChannelPage() {
  if (await requirePageSession("channels:write")) return <NewChannelScreen />;
  return <ForbiddenSheet title="New channel" right="change channels" />;
}
