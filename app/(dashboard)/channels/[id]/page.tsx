import type { Metadata } from "next";
import { ForbiddenSheet } from "@/components/admin/forbidden-sheet";
import { ChannelPage } from "@/components/channels/channel-page";
import { requirePageSession } from "@/lib/auth/session-page";

export const metadata: Metadata = { title: "Channel" };

type PageProps = { params: Promise<{ id: string }> };

export default async function OneChannelPage({ params }: PageProps) {
  const { id } = await params;
  if (await requirePageSession("channels:read")) return <ChannelPage id={id} />;
  return <ForbiddenSheet title="Channel" right="read channels" />;
}
