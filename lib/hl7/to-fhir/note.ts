/** NTE as an Annotation (guide: NTE[Observation]). */
import type { FhirJson } from "@/lib/fhir";
import type { Segment } from "../segment";
import type { Conversion } from "./conversion";
import { element } from "./elements";
import { addPractitioner } from "./people";

/** What the notes say; repetitions of one are its lines. Notes that say nothing are left out. */
export function notesOf(conversion: Conversion, segments: readonly Segment[]): FhirJson[] {
  return segments.flatMap((segment) => {
    const nte = conversion.read(segment);
    const coded = nte
      .concepts(9)
      ?.map(({ text, coding }) => text ?? coding?.[0]?.display ?? coding?.[0]?.code);
    const text = [...nte.texts(3), ...(coded ?? [])].join("\n");
    if (text.trim() === "") return [];
    const time = nte.dateTime(6) ?? nte.dateTime(7);
    return [{ ...element({ authorReference: addPractitioner(conversion, nte.value(5)), time }), text }];
  });
}

/** The same as one text. */
export function noteText(segments: readonly Segment[], conversion: Conversion): string | undefined {
  const texts = notesOf(conversion, segments).map(({ text }) => text);
  return texts.length === 0 ? undefined : texts.join("\n");
}
