import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { describeMe } from "@/lib/auth";
import { requirePageSession } from "@/lib/auth/session-page";
import { DashboardFrame } from "./dashboard-frame";

/** The workspace, for signed-in people alone. What each screen shows is decided by the server at every call. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { user, organization, permissions } = await describeMe(await requirePageSession());
  if (!user) redirect("/sign-in");
  return <DashboardFrame session={{ user, organization, permissions }}>{children}</DashboardFrame>;
}
