"use client";

import { MessageSquareText, SearchX } from "lucide-react";
import { usePermission } from "@/components/shell/workspace-context";
import { Button, LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";

type NoMessagesProps = {
  isNarrowed: boolean;
  /** Among the filters is a text, which may be written otherwise. */
  isTyped: boolean;
  onClear: () => void;
};

/** Why the list is empty: the filters leave nothing, or nothing has come yet. */
export function NoMessages({ isNarrowed, isTyped, onClear }: NoMessagesProps) {
  if (!isNarrowed) return <NothingYet />;
  return (
    <EmptyState
      icon={SearchX}
      title="No message fits"
      action={<Button onClick={onClear}>Clear search and filters</Button>}
    >
      {isTyped
        ? "Identifiers and control ids are found when they are written whole: 4471902, not 4471. Types and senders are found by a part."
        : "None is in this state, of this kind or from this time. Other filters may show some."}
    </EmptyState>
  );
}

function NothingYet() {
  const mayAdd = usePermission("integrations:write");
  const add = (
    <LinkButton variant="primary" href="/integrations/new?connector=hl7v2">
      Add an HL7 v2 integration
    </LinkButton>
  );
  return (
    <EmptyState icon={MessageSquareText} title="No message yet" action={mayAdd ? add : null}>
      What comes in and goes out appears here. To take HL7 v2, add an integration of the connector HL7 v2 that
      names the sender as in MSH-3 and MSH-4, and have it send by MLLP to this server: MLLP_HOST and MLLP_PORT
      (2575) say where it listens.
    </EmptyState>
  );
}
