import type { Metadata } from "next";
import { ForbiddenSheet } from "@/components/admin/forbidden-sheet";
import { ChannelsScreen } from "@/components/channels/channels-screen";
import { requirePageSession } from "@/lib/auth/session-page";

export const metadata: Metadata = { title: "Channels" };

export default async function ChannelsPage() {
  if (await requirePageSession("channels:read")) return <ChannelsScreen />;
  return <ForbiddenSheet title="Channels" right="read channels" />;
}
