import type { Metadata } from "next";
import { ForbiddenSheet } from "@/components/admin/forbidden-sheet";
import { PeopleScreen } from "@/components/admin/people-screen";
import { requirePageSession } from "@/lib/auth/session-page";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  if (await requirePageSession("users:manage")) return <PeopleScreen />;
  return <ForbiddenSheet title="People" right="manage people" />;
}
