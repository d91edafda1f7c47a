"use client";

import { Info } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Keys } from "@/components/ui/keys";
import { StatusShape } from "@/components/ui/status-shape";
import type { Conflict } from "@/lib/conflicts/schema";
import type { Saving } from "./use-saving";

/** What people say most often, chosen by the keys 1 to 3. */
export const commonReasons = ["Confirmed with the patient", "Identity card seen", "Typing error"] as const;

type DecisionFootProps = {
  conflict: Conflict;
  /** What saving leads to. */
  consequence: string;
  saving: Saving;
  /** Another conflict opens once this one is saved. */
  leadsOn: boolean;
};

/** The reason, and the one button that saves. */
export function DecisionFoot({ conflict, consequence, saving, leadsOn }: DecisionFootProps) {
  const { reasonInput, reason, setReason, problem, save, isSaving } = saving;
  const isNeeded = conflict.severity === "HIGH";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div role={problem ? "alert" : undefined} className={noteLook}>
        {problem ? <StatusShape shape="bad" /> : <Info className="size-3.5 text-ink-3" />}
        <span className={problem ? "text-bad-ink" : undefined}>{problem ?? consequence}</span>
      </div>
      <div className="flex items-center gap-2 border-line max-sm:flex-wrap border-t px-5.5 py-3 max-sm:px-3.5">
        <label htmlFor="conflict-reason" className="mr-1 font-medium leading-4 max-sm:sr-only">
          Reason
          <span className="block font-normal text-2xs/3.5 text-ink-3">
            {isNeeded ? "High severity needs one" : "Not needed here"}
          </span>
        </label>
        <div className="min-w-32 max-w-67 flex-1 max-sm:min-w-full">
          <Input
            id="conflict-reason"
            ref={reasonInput}
            value={reason}
            maxLength={500}
            placeholder="Why"
            onChange={({ target }) => setReason(target.value)}
            trailing={reason ? null : <Keys keys={["R"]} />}
          />
        </div>
        {commonReasons.map((words, index) => (
          <Button
            key={words}
            size="sm"
            keys={[String(index + 1)]}
            onClick={() => setReason(words)}
            className="max-xl:hidden"
          >
            {words}
          </Button>
        ))}
        <Button
          type="submit"
          variant="primary"
          keys={["mod", "enter"]}
          loading={isSaving}
          className="ml-auto max-sm:h-11 max-sm:w-full"
        >
          {leadsOn ? "Save and open next" : "Save"}
        </Button>
      </div>
    </form>
  );
}

const noteLook =
  "flex items-center gap-1.75 border-line border-t px-5.5 py-2.25 text-ink-2 text-xs max-sm:px-3.5 [&_.lucide]:flex-none";
