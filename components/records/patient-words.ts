import type { Address, PatientData } from "@/lib/records/schema";
import { formatPartialDate } from "./partial-date";

/** "MRN 10482, 15 May 1980": what tells namesakes apart. */
export function patientLine({ mrn, dateOfBirth }: PatientData): string {
  return [mrn && `MRN ${mrn}`, dateOfBirth && formatPartialDate(dateOfBirth)].filter(Boolean).join(", ");
}

/** The lines of an address as on an envelope. */
export function addressLines({ lines, city, state, postalCode, country, text }: Address): string[] {
  const place = [city, [state, postalCode].filter(Boolean).join(" ")].filter(Boolean).join(", ");
  const parts = [...lines, place, country].filter((line): line is string => Boolean(line));
  return parts.length > 0 ? parts : text ? text.split("\n") : [];
}

const languages = new Intl.DisplayNames("en", { type: "language" });

/** "Arabic" for "ar"; words that are no language tag stay as they are. */
export function languageText(language: string): string {
  const isTag = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language);
  return isTag ? (languages.of(language) ?? language) : language;
}
