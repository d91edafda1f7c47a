import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RecordScreen } from "@/components/records/record-screens";
import { requirePageSession } from "@/lib/auth/session-page";
import { recordParamsSchema } from "@/lib/records/schema";
import { MissingRight } from "../../missing-right";

// The title of a tab lands in histories and screen shares, so it names no patient.
export const metadata: Metadata = { title: "Record" };

type RecordPageProps = { params: Promise<{ entity: string; id: string }> };

export default async function RecordPage({ params }: RecordPageProps) {
  const place = recordParamsSchema.safeParse(await params);
  if (!place.success) notFound();
  if (!(await requirePageSession("records:read"))) return <MissingRight />;
  return <RecordScreen {...place.data} />;
}
