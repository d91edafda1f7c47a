"use client";

import { Banner } from "@/components/ui/banner";
import { formatCount } from "@/components/ui/format";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { DescribedMessage } from "@/lib/hl7/schema";
import { CurrentPlaceProvider } from "./current-place";
import { ParsedTree, useOpenPlaces } from "./parsed-tree";
import { troubleOf } from "./tree";
import { useFieldNames } from "./use-field-names";
import { longestPreview, useParsed } from "./use-messages";
import { delimitersOf } from "./written";

/** A text as Carelane reads it as HL7 v2. */
export function ReadMessage({ text }: { text: string }) {
  const { data, error } = useParsed(text);
  if (text.length > longestPreview) {
    return <p className="p-1.5 text-ink-3">It is too long to be read here. Changes shows what differs.</p>;
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

/** So many segments are drawn: it may be typed meanwhile. */
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
