import type { Metadata } from "next";
import { ForbiddenSheet } from "@/components/admin/forbidden-sheet";
import { MessagePage } from "@/components/messages/message-page";
import { requirePageSession } from "@/lib/auth/session-page";

export const metadata: Metadata = { title: "Message" };

type OneMessageProps = { params: Promise<{ id: string }> };

export default async function OneMessage({ params }: OneMessageProps) {
  const { id } = await params;
  if (await requirePageSession("messages:raw")) return <MessagePage id={id} />;
  return <ForbiddenSheet title="Message" right="open messages" />;
}
