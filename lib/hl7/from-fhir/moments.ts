/** Dates and times of FHIR as HL7 v2 writes them (DTM, DT, TM), exactly as precise: what `to-fhir/moments.ts` reads. */

const dateTime =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,4})?\d*)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

/** Undefined where nothing is said, and for what is no date. */
export function writeTime(text: string | null | undefined): string | undefined {
  const found = dateTime.exec(text ?? "");
  if (!found) return undefined;
  const [offset = "", ...parts] = found.slice(1).reverse();
  const zone = offset === "Z" ? "+0000" : offset.replace(":", "");
  return `${parts.reverse().join("")}${zone}`;
}

/** A time of day, of FHIR's hh:mm:ss. */
export function writeTimeOfDay(text: string | null | undefined): string | undefined {
  return text?.replaceAll(":", "");
}
