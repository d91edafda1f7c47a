/** Oracle Health's ids: numbers, with letters before them where the type is stored in several places. */
import { type JsonObject, objectsIn, textIn } from "@/sandbox/fhir/exact-json";
import type { Ids } from "@/sandbox/fhir/generated-charts";

/** Numbers keep eight digits, so that their order is that of their ids. */
const firstNumber = 12_000_000;
const stride = 3;
const firstNewNumber = 97_000_000;
const prefixes: Record<string, string> = { Condition: "p", Binary: "XR-" };

export function cernerIds(type: string, count: number, laboratory: number): Ids {
  const prefixOf = (rank: number) =>
    type === "Observation" ? observationPrefix(rank < laboratory) : (prefixes[type] ?? "");
  const at = (rank: number) => `${prefixOf(rank)}${firstNumber + rank * stride}`;
  return {
    at,
    rankOf: (id) => {
      const rank = (Number(/\d{8}$/.exec(id)?.[0]) - firstNumber) / stride;
      return Number.isInteger(rank) && rank >= 0 && rank < count && at(rank) === id ? rank : undefined;
    },
  };
}

/** Gives the ids of what is written. */
export class NewIds {
  #given = 0;

  idFor(resource: JsonObject): string {
    const type = textIn(resource.resourceType) ?? "";
    const isLaboratory = codesIn(resource.category).includes("laboratory");
    const prefix = type === "Observation" ? observationPrefix(isLaboratory) : (prefixes[type] ?? "");
    this.#given += 1;
    return `${prefix}${firstNewNumber + this.#given}`;
  }
}

function observationPrefix(isLaboratory: boolean): string {
  return isLaboratory ? "L-" : "VS-";
}

/** The codes in concepts. */
export function codesIn(concepts: JsonObject[string]): string[] {
  return objectsIn(concepts).flatMap(({ coding }) => objectsIn(coding).map(({ code }) => textIn(code) ?? ""));
}
