"use client";

import { useToday } from "@/components/sync/use-sync-statistics";
import { formatCount } from "@/components/ui/format";
import { Segments } from "@/components/ui/segments";
import { useAddress } from "@/components/ui/use-address";

/** What a person is asked: which value holds, or who somebody is. */
export type Question = "fields" | "people";

/** The filters that each question has of its own; the system is kept from one to the other. */
const ownFilters = { status: null, severity: null, entity: null, record: null, job: null } as const;

/** Between the two questions of the tab, each with how many wait. */
export function QuestionSwitch({ asked }: { asked: Question }) {
  const { change } = useAddress();
  const { data: today } = useToday(false);
  const options = [
    { value: "fields", label: "Fields", count: today && formatCount(today.conflictsOpen) },
    { value: "people", label: "Same person?", count: today && formatCount(today.matchesOpen) },
  ] as const;
  return (
    <div className="mr-1.5 flex-none">
      <Segments
        aria-label="What is asked"
        options={options}
        value={asked}
        onChange={(question) => change({ ...ownFilters, ask: question === "fields" ? null : question })}
      />
    </div>
  );
}
