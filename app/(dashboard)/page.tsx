import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { NoScreenYet } from "@/components/shell/no-screen-yet";
import { can } from "@/lib/auth";
import { requirePageSession } from "@/lib/auth/session-page";

export const metadata: Metadata = { title: "Home" };

/** Leads each person to the screen of their work. */
export default async function HomePage() {
  const actor = await requirePageSession();
  if (can(actor, "sync:read")) redirect("/sync");
  if (can(actor, "records:read")) redirect("/records/patients");
  return <NoScreenYet />;
}
