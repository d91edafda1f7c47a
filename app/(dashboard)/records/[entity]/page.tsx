import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RecordScreen } from "@/components/records/record-screens";
import { requirePageSession } from "@/lib/auth/session-page";
import { recordEntitySchema } from "@/lib/records/schema";
import { MissingRight } from "../missing-right";

export const metadata: Metadata = { title: "Records" };

type RecordsPageProps = { params: Promise<{ entity: string }> };

export default async function RecordsPage({ params }: RecordsPageProps) {
  const entity = recordEntitySchema.safeParse((await params).entity);
  if (!entity.success) notFound();
  if (!(await requirePageSession("records:read"))) return <MissingRight />;
  return <RecordScreen entity={entity.data} />;
}
