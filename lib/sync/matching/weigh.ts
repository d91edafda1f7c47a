/**
 * Whether two patients are one person. Each fact adds the weight of its level of agreement: about the binary
 * logarithm of how much oftener that level is seen in one person's two records than in two people's (Fellegi and
 * Sunter, «A Theory for Record Linkage», 1969). Pure.
 */
import type { PatientData } from "@/lib/records/schema";
import {
  type AddressLevel,
  compareAddresses,
  compareBirthDates,
  compareContacts,
  compareIdentifiers,
  compareSex,
  type DateLevel,
  type FactLevel,
} from "./compare-facts";
import { compareNames, type NameLevel } from "./compare-names";

/** How far two patients agree, fact by fact. */
export interface Evidence {
  readonly identifier: FactLevel;
  readonly name: NameLevel;
  readonly birthDate: DateLevel;
  readonly sex: FactLevel;
  readonly contact: FactLevel;
  readonly address: AddressLevel;
}

interface Weighed {
  readonly weight: number;
  /** What a person reads; absent where the level says nothing. */
  readonly reason?: string;
}

const none: Weighed = { weight: 0 };

const identifier: Readonly<Record<FactLevel, Weighed>> = {
  same: { weight: 14, reason: "Same identifier" },
  unknown: none,
  different: { weight: -6, reason: "Different identifiers of the same kind" },
};
const name: Readonly<Record<NameLevel, Weighed>> = {
  same: { weight: 9, reason: "Same name" },
  swapped: { weight: 7, reason: "Same name, given and family name exchanged" },
  close: { weight: 3, reason: "Similar name" },
  given: { weight: 1, reason: "Only the given name is the same" },
  unknown: none,
  family: { weight: -3, reason: "Only the family name is the same" },
  different: { weight: -6, reason: "Different name" },
};
const birthDate: Readonly<Record<DateLevel, Weighed>> = {
  same: { weight: 10, reason: "Same birth date" },
  near: { weight: 3, reason: "Birth date differs by a likely slip" },
  partial: { weight: 2, reason: "Birth date agrees as far as it is known" },
  unknown: none,
  different: { weight: -8, reason: "Different birth date" },
};
const sex: Readonly<Record<FactLevel, Weighed>> = {
  same: { weight: 1, reason: "Same sex" },
  unknown: none,
  different: { weight: -4, reason: "Different sex" },
};
const contact: Readonly<Record<FactLevel, Weighed>> = {
  same: { weight: 5, reason: "Same phone number or e-mail address" },
  unknown: none,
  different: { weight: -1, reason: "Different phone numbers and e-mail addresses" },
};
const address: Readonly<Record<AddressLevel, Weighed>> = {
  same: { weight: 4, reason: "Same address" },
  place: { weight: 1, reason: "Same town" },
  unknown: none,
  different: { weight: -1, reason: "Different address" },
};

/** All agrees, without an identifier. */
const fullWeight = 29;
/** Name, birth date and a way to reach the person agree. */
const certainFrom = 24;
/** Two facts that seldom agree by chance do. */
const possibleFrom = 13;

/**
 * certain-identifier and certain-score link; possible waits for a person. People of one household, twins above all,
 * share everything but their given names, so that no weight alone makes certain.
 */
type Verdict = "certain-identifier" | "certain-score" | "possible" | "none";

export interface Likeness {
  readonly verdict: Verdict;
  /** 0 to 1. */
  readonly score: number;
  readonly reasons: readonly string[];
}

function judge({ identifier, name, birthDate, sex }: Evidence, weight: number): Verdict {
  const contradicts =
    birthDate === "different" || sex === "different" || name === "different" || name === "family";
  const isNamed = name === "same" || name === "swapped";
  if (identifier === "same") {
    const isBacked = birthDate === "same" || isNamed || name === "close";
    return !contradicts && isBacked ? "certain-identifier" : "possible";
  }
  const isCertain = !contradicts && isNamed && birthDate === "same" && identifier !== "different";
  if (isCertain && weight >= certainFrom) return "certain-score";
  return weight >= possibleFrom ? "possible" : "none";
}

/** What the evidence comes to. */
export function weigh(evidence: Evidence): Likeness {
  const facts = [
    identifier[evidence.identifier],
    name[evidence.name],
    birthDate[evidence.birthDate],
    sex[evidence.sex],
    contact[evidence.contact],
    address[evidence.address],
  ];
  const weight = facts.reduce((sum, fact) => sum + fact.weight, 0);
  return {
    verdict: judge(evidence, weight),
    score: Math.round(Math.min(1, Math.max(0, weight / fullWeight)) * 100) / 100,
    reasons: facts.flatMap(({ reason }) => reason ?? []),
  };
}

/** Compares two patients, in either order. */
export function compareTwo(left: PatientData, right: PatientData): Likeness {
  return weigh({
    identifier: compareIdentifiers(left, right),
    name: compareNames(left, right),
    birthDate: compareBirthDates(left, right),
    sex: compareSex(left, right),
    contact: compareContacts(left, right),
    address: compareAddresses(left, right),
  });
}
