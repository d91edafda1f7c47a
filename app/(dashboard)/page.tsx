import { Compass } from "lucide-react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Sheet, SheetBody, SheetHead } from "@/components/shell/sheet";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import { can } from "@/lib/auth";
import { requirePageSession } from "@/lib/auth/session-page";

export const metadata: Metadata = { title: "Home" };

/** Leads each person to the screen of their work. */
export default async function HomePage() {
  const actor = await requirePageSession();
  if (can(actor, "sync:read")) redirect("/sync");
  if (can(actor, "records:read")) redirect("/records/patients");
  return (
    <Sheet>
      <SheetHead title="Home" />
      <SheetBody padded>
        <EmptyState
          icon={Compass}
          title="Your role has no screen here yet"
          action={<LinkButton href="/docs/api">Open the API reference</LinkButton>}
        >
          Synchronisation and records are for lab and clinic staff. An administrator can give you another
          role.
        </EmptyState>
      </SheetBody>
    </Sheet>
  );
}
