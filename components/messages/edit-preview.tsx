"use client";

import { useState } from "react";
import { formatCount } from "@/components/ui/format";
import { Segments } from "@/components/ui/segments";
import { changesOf } from "./edited-text";
import { LineChanges } from "./line-changes";
import { ReadMessage } from "./read-message";

type EditPreviewProps = {
  original: string;
  /** As it was last at rest while being typed. */
  edited: string;
};

/** What an edited message has become: as Carelane will read it, and what is other than in the original. */
export function EditPreview({ original, edited }: EditPreviewProps) {
  const [view, setView] = useState<"parsed" | "changes">("parsed");
  const changes = changesOf(original, edited);
  return (
    <section aria-label="Preview" className="flex min-h-0 min-w-0 flex-col gap-2">
      <Segments
        aria-label="Preview of"
        options={[
          { value: "parsed", label: "As it is read" },
          { value: "changes", label: "Changes", count: formatCount(changes.length) },
        ]}
        value={view}
        onChange={setView}
      />
      <div
        // What scrolls has to be reached by keyboard.
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto rounded-md border border-line p-1.5 focus-visible:-outline-offset-2 max-lg:min-h-60"
      >
        {view === "changes" ? <LineChanges changes={changes} /> : <ReadMessage text={edited} />}
      </div>
    </section>
  );
}
