/** By what two patients are told apart, side by side. Pure. */
import { formatPartialDate } from "@/components/records/partial-date";
import { addressLines } from "@/components/records/patient-words";
import { statusText } from "@/components/records/words";
import type { PatientSummary } from "@/lib/sync/schema";

/** `unknown` where one of the two has nothing to compare. */
export type Agreement = "same" | "different" | "unknown";

type Fact = {
  readonly label: string;
  /** In lines; none where it is not known. */
  readonly read: (patient: PatientSummary) => readonly string[];
  /** What of the words counts. */
  readonly essence?: (words: string) => string;
  /** Each system gives its own: that two differ says nothing. */
  readonly isOwn?: true;
};

function lines(value: string | null): readonly string[] {
  return value === null || value === "" ? [] : [value];
}

const digits = (words: string) => words.replaceAll(/\D/g, "");

export const matchFacts: readonly Fact[] = [
  { label: "Name", read: ({ name }) => lines(name) },
  { label: "Born", read: ({ dateOfBirth }) => lines(dateOfBirth && formatPartialDate(dateOfBirth)) },
  { label: "Sex", read: ({ gender }) => lines(gender && statusText(gender)) },
  { label: "MRN", read: ({ mrn }) => lines(mrn), isOwn: true },
  { label: "Phone", read: ({ phone }) => lines(phone), essence: digits },
  { label: "E-mail", read: ({ email }) => lines(email) },
  { label: "Address", read: ({ address }) => (address ? addressLines(address) : []) },
];

/** Without case, accents and punctuation, as people compare at a glance. */
function plain(words: string): string {
  return words
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Whether two patients agree in a fact. */
export function agreementIn(
  { read, essence = plain, isOwn }: Fact,
  left: PatientSummary,
  right: PatientSummary,
): Agreement {
  const [one, other] = [left, right].map((patient) => essence(read(patient).join(" ")));
  if (!one || !other) return "unknown";
  if (one === other) return "same";
  return isOwn ? "unknown" : "different";
}
