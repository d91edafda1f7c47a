"use client";

import { Compass } from "lucide-react";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import { Sheet, SheetBody, SheetHead } from "./sheet";

/** Home of a role whose work has no screen. */
export function NoScreenYet() {
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
