/** Times as HL7 v2 writes them: YYYY[MM[DD[HH[MM[SS[.S…]]]]]][±ZZZZ] (HL7 v2.8, chapter 2A.21 DTM). */

const digits = (value: number, length: number) => String(value).padStart(length, "0");

/** A moment to the second, in UTC. */
export function writeMoment(at: Date): string {
  return [
    digits(at.getUTCFullYear(), 4),
    digits(at.getUTCMonth() + 1, 2),
    digits(at.getUTCDate(), 2),
    digits(at.getUTCHours(), 2),
    digits(at.getUTCMinutes(), 2),
    digits(at.getUTCSeconds(), 2),
  ].join("");
}
