/** A link of two records that came to be apart from each other: there is no state both sides ever agreed on. Pure. */
import { derivedFields } from "@/lib/records";
import { emptyPatient } from "@/lib/records/schema";
import { compareThreeWay, type Data, type ThreeWay } from "./compare";
import { uniteSets } from "./merge-set";

/** Stands as the version of our record that both sides agreed on. */
export const neverAgreed = 0;

/** What both sides then started from: nothing, so that what one leaves open is filled by the other. */
export function originOf(entity: string): Data {
  return entity === "patients" ? emptyPatient : {};
}

/** Compares the two: lists that are sets become one, any other field that says two things is contested. */
export function compareUnrelated(entity: string, local: Data, remote: Data): ThreeWay {
  const origin = originOf(entity);
  const { contested, merged } = compareThreeWay(origin, local, remote, derivedFields(entity));
  const sets = contested.flatMap((path) => {
    const value = uniteSets(path, local[path], remote[path]);
    return value === undefined ? [] : [[path, value] as const];
  });
  const united = Object.fromEntries(sets);
  return {
    contested: contested.filter((path) => !Object.hasOwn(united, path)),
    merged: { ...merged, ...united },
  };
}
