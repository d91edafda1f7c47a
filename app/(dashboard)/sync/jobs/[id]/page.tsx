import type { Metadata } from "next";
import { JobScreen } from "@/components/sync/job-screen";

export const metadata: Metadata = { title: "Sync job" };

type JobPageProps = { params: Promise<{ id: string }> };

export default async function JobPage({ params }: JobPageProps) {
  const { id } = await params;
  return <JobScreen id={id} />;
}
