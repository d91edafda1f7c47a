"use client";

import { SearchX } from "lucide-react";
import { usePermission, useWorkspace } from "@/components/shell/workspace-context";
import { Button, LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/states";
import type { RecordFilters } from "./record-filters";
import type { RecordNoun } from "./record-nouns";

type NoRecordsProps = {
  noun: RecordNoun;
  filters: RecordFilters;
  onChange: (changes: Readonly<Record<string, string | null>>) => void;
};

/** Why a list is empty: the filters leave nothing, or there is nothing yet. */
export function NoRecords({ noun, filters, onChange }: NoRecordsProps) {
  const names = Object.keys(filters);
  if (names.length === 0) return <NothingYet noun={noun} />;
  const clear = () => onChange(Object.fromEntries(names.map((name) => [name, null])));
  return (
    <EmptyState
      icon={SearchX}
      title={`No ${noun.one} fits`}
      action={<Button onClick={clear}>Clear search and filters</Button>}
    >
      {filters.q
        ? `Nothing is known under “${filters.q}”. A part of a name, a whole number or a birth date is enough.`
        : "The filters leave nothing."}
    </EmptyState>
  );
}

function NothingYet({ noun: { many, icon } }: { noun: RecordNoun }) {
  const { user } = useWorkspace();
  const maySync = usePermission("sync:read");
  if (user.role === "clinic_staff") {
    return (
      <EmptyState icon={icon} title={`No ${many} of your clinics yet`}>
        Clinic staff see the patients who have a case, a pickup, a delivery or an invoice of their clinics.
        They appear here as soon as there is one.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={icon}
      title={`No ${many} yet`}
      action={maySync ? <LinkButton href="/sync">Go to Sync</LinkButton> : null}
    >
      They come in from a connected system: with its first sync, or with the messages that it sends.
    </EmptyState>
  );
}
