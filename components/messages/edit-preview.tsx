"use client";

import { useState } from "react";
import { Banner } from "@/components/ui/banner";
import { formatCount } from "@/components/ui/format";
import { Segments } from "@/components/ui/segments";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { DescribedMessage } from "@/lib/hl7/schema";
import { CurrentPlaceProvider } from "./current-place";
import { changesOf, type LineChange } from "./edited-text";
import { ParsedTree, useOpenPlaces } from "./parsed-tree";
import { troubleOf } from "./tree";
import { useFieldNames } from "./use-field-names";
import { longestPreview, useParsed } from "./use-messages";
import { delimitersOf } from "./written";

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
        {view === "changes" ? <Changes changes={changes} /> : <Read edited={edited} />}
      </div>
    </section>
  );
}

function Changes({ changes }: { changes: readonly LineChange[] }) {
  if (changes.length === 0) return <p className="p-1.5 text-ink-3">Nothing is changed yet.</p>;
  return (
    <ol className="grid gap-2 font-mono text-xs/4.75">
      {changes.map(({ number, before, after }) => (
        <li
          key={`${number} ${before === null} ${after === null}`}
          className="grid grid-cols-[36px_minmax(0,1fr)]"
        >
          <span className="pr-2 text-right text-ink-3">{number}</span>
          <div className="wrap-anywhere">
            {before === null ? null : (
              <del className="block rounded-xs bg-bad-wash px-1 text-bad-ink no-underline">
                <span aria-hidden="true">− </span>
                {before}
              </del>
            )}
            {after === null ? null : (
              <ins className="block rounded-xs bg-ok-wash px-1 text-ok-ink no-underline">
                <span aria-hidden="true">+ </span>
                {after.map(({ text, marked }, n) =>
                  // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
                  marked ? <b key={n}>{text}</b> : text,
                )}
              </ins>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Read({ edited }: { edited: string }) {
  const { data, error } = useParsed(edited);
  if (edited.length > longestPreview) {
    return (
      <p className="p-1.5 text-ink-3">
        It is too long to be read while you type. Changes shows what differs.
      </p>
    );
  }
  if (error) {
    return (
      <Banner tone="bad" title="This cannot be read as HL7 v2">
        {error.message}
      </Banner>
    );
  }
  if (!data) return <SkeletonRows count={8} label="Reading" />;
  if ("batch" in data) {
    return <p className="p-1.5 text-ink-2">A batch of {formatCount(data.messages.length)} messages.</p>;
  }
  return (
    <CurrentPlaceProvider>
      <ReadTree message={data} />
    </CurrentPlaceProvider>
  );
}

/** So many segments of an edited message are drawn while it is typed. */
const shownSegments = 200;

function ReadTree({ message }: { message: DescribedMessage }) {
  const troubles = troubleOf(message);
  const { open, setOpen } = useOpenPlaces(message, troubles);
  const names = useFieldNames(message);
  return (
    <>
      {message.warnings.map(({ segment, field, message: words }) => (
        <p key={`${segment} ${field} ${words}`} className="px-1.5 pb-1 text-warn-ink">
          {field === null ? segment : `${segment}-${field}`}: {words}
        </p>
      ))}
      <ParsedTree
        segments={message.segments.slice(0, shownSegments)}
        troubles={troubles}
        delimiters={delimitersOf(message)}
        names={names}
        open={open}
        onOpen={setOpen}
      />
    </>
  );
}
