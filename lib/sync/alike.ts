/** Whether a record of the vendor's is one that we made there, though nothing says so but itself. Pure. */
import { same } from "@/lib/conflicts";
import { canonicalJson } from "@/lib/fhir";
import { type RecordData, type RecordEntity, schemaOf } from "@/lib/records";

type Json = Readonly<Record<string, unknown>>;

/** Vendors write a name several times, for several uses. */
function nameParts({ names }: Pick<RecordData<"patients">, "names">): string[] {
  return [...new Set(names.map(({ family, given }) => canonicalJson({ family, given })))].sort();
}

/** By what a record is recognised: what it is of and when, which vendors keep as it was written. */
const identity: { readonly [E in RecordEntity]: (data: RecordData<E>) => Json } = {
  patients: (data) => ({ names: nameParts(data), born: data.dateOfBirth, gender: data.gender }),
  practitioners: (data) => ({ names: nameParts(data), born: data.dateOfBirth }),
  observations: ({ code, effectiveAt, value }) => ({ code: code.code, effectiveAt, value }),
  conditions: ({ code, onsetAt, recordedAt }) => ({ code: code?.code, onsetAt, recordedAt }),
  medications: ({ code }) => ({ code: code?.code }),
  medication_requests: ({ medication, authoredAt }) => ({ medication: medication?.code, authoredAt }),
  appointments: ({ startAt, endAt }) => ({ startAt, endAt }),
  encounters: ({ startAt, endAt }) => ({ startAt, endAt }),
  diagnostic_reports: ({ code, effectiveAt, conclusion }) => ({ code: code?.code, effectiveAt, conclusion }),
  documents: ({ type, startAt, attachments }) => ({
    type: type?.code,
    startAt,
    titles: attachments.map(({ title }) => title),
  }),
};

function identityOf<E extends RecordEntity>(entity: E, data: Json): Json {
  return identity[entity](schemaOf[entity].parse(data));
}

/** True when both records say of themselves that they are the same thing. */
export function isAlike(entity: RecordEntity, ours: Json, theirs: Json): boolean {
  const [mine, other] = [identityOf(entity, ours), identityOf(entity, theirs)];
  return Object.keys(mine).every((part) => same(mine[part], other[part]));
}

/** The numbers that a record bears: messages give new things our ids. */
export function numbersOf({ identifiers }: Json): string[] {
  const values = Array.isArray(identifiers) ? identifiers.map((one) => Object(one).value) : [];
  return values.filter((value) => typeof value === "string");
}
