/** A cheap look at persons before their resources are made: the search itself compares those that are left. */
import { type Filter, Operator, splitSearchOnComma } from "@medplum/core";
import type { Person } from "@/sandbox/people/person";

/** Whether a person may answer to one value of a parameter; never no where the resource would answer to it. */
type Look = (person: Person, value: string, operator: Operator) => boolean;

const looks: Record<string, Look> = {
  name: (person, value) => namesOf(person).some((name) => holds(name, value)) || holdsWords(person, value),
  family: ({ family, formerFamily }, value) => [family, formerFamily].some((name) => holds(name, value)),
  given: ({ given, nickname }, value) => [...given, nickname].some((name) => holds(name, value)),
  birthdate: ({ birthDate = "" }, value, operator) => mayBeBorn(birthDate, value, operator),
  phone: isReachedAt,
  email: isReachedAt,
  telecom: isReachedAt,
  "address-postalcode": ({ address, formerAddress }, value) =>
    [address, formerAddress].some((one) => holds(one?.postalCode, value)),
};

const positive: Operator[] = [
  Operator.EQUALS,
  Operator.EXACT,
  Operator.CONTAINS,
  Operator.GREATER_THAN,
  Operator.GREATER_THAN_OR_EQUALS,
  Operator.LESS_THAN,
  Operator.LESS_THAN_OR_EQUALS,
];

/** A test of persons by the filters that a cheap look can judge, or undefined when there are none. */
export function likelyPatients(filters: Filter[]): ((person: Person) => boolean) | undefined {
  const judged = filters.flatMap(({ code, operator, value }) => {
    const look = positive.includes(operator) ? looks[code] : undefined;
    return look ? [{ look, operator, values: splitSearchOnComma(value) }] : [];
  });
  if (judged.length === 0) return undefined;
  return (person) =>
    judged.every(({ look, operator, values }) => values.some((value) => look(person, value, operator)));
}

function namesOf({ family, formerFamily, given, nickname, suffix }: Person): (string | undefined)[] {
  return [family, formerFamily, ...given, nickname, suffix];
}

/** A whole name is written in several orders: each word of it has to be somewhere. */
function holdsWords(person: Person, value: string): boolean {
  const words = value.split(/[\s,]+/);
  return words.every((word) => namesOf(person).some((name) => holds(name, word)));
}

function holds(text: string | undefined, part: string): boolean {
  return text?.toLowerCase().includes(part.toLowerCase()) ?? false;
}

function isReachedAt({ phone, mobile, email }: Person, value: string): boolean {
  const wanted = bare(value.split("|").at(-1) ?? "");
  return [phone, mobile, email].some((contact) => bare(contact ?? "") === wanted);
}

/** Without the signs that people put between. */
function bare(contact: string): string {
  return contact.toLowerCase().replace(/[^\p{L}\d@]/gu, "");
}

/** Dates are compared as far as both of them reach. */
function mayBeBorn(birthDate: string, value: string, operator: Operator): boolean {
  const length = Math.min(birthDate.length, value.length);
  const [born, asked] = [birthDate.slice(0, length), value.slice(0, length)];
  if (operator === Operator.GREATER_THAN || operator === Operator.GREATER_THAN_OR_EQUALS)
    return born >= asked;
  if (operator === Operator.LESS_THAN || operator === Operator.LESS_THAN_OR_EQUALS) return born <= asked;
  return born === asked;
}
