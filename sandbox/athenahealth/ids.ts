/** athenahealth's ids: the practice, what it is, and a number: `a-195900.E-60178`. */
import { practiceId } from "@/sandbox/athenahealth/search-rules";
import { type JsonObject, textIn } from "@/sandbox/fhir/exact-json";
import type { Ids } from "@/sandbox/fhir/generated-charts";

/** Numbers keep seven digits, so that their order is that of their ids. */
const firstNumber = 1_000_000;
const firstNewNumber = 9_000_000;
const stride = 3;
const kinds: Record<string, string> = { Patient: "E", Practitioner: "Provider", Location: "Department" };

function prefixOf(type: string): string {
  return `a-${practiceId}.${kinds[type] ?? type}-`;
}

export function athenaIds(type: string, count: number): Ids {
  const prefix = prefixOf(type);
  return {
    at: (rank) => `${prefix}${firstNumber + rank * stride}`,
    rankOf: (id) => {
      if (!id.startsWith(prefix)) return undefined;
      const rank = (Number(id.slice(prefix.length)) - firstNumber) / stride;
      return Number.isInteger(rank) && rank >= 0 && rank < count ? rank : undefined;
    },
  };
}

/** Gives the ids of what is added. */
export class NewIds {
  #given = 0;

  idFor({ resourceType }: JsonObject): string {
    this.#given += 1;
    return `${prefixOf(textIn(resourceType) ?? "")}${firstNewNumber + this.#given}`;
  }
}

/** What the vendor's other interface calls a record: its number within the practice. */
export function numberIn(id: string): string {
  return id.slice(id.lastIndexOf("-") + 1);
}
