/** A plausible invented person, the same for the same seed and number. Each vendor puts the facts in its own shape. */
import { Random } from "@/sandbox/framework/random";
import { type NamePool, namePools, places, streets } from "@/sandbox/people/names";

export type Gender = "female" | "male" | "other" | "unknown";

export interface Address {
  line: string[];
  city: string;
  state: string;
  postalCode: string;
}

/** What a demographic search looks at; cheap enough to make for every person of a large population. */
interface Identity {
  /** Missing for the few people with a single name. */
  family?: string;
  given: string[];
  gender: Gender;
  /** FHIR date: a day, sometimes only a month or year, sometimes not known. */
  birthDate?: string;
}

export interface Person extends Identity {
  number: number;
  suffix?: string;
  /** A former family name. */
  formerFamily?: string;
  nickname?: string;
  phone?: string;
  mobile?: string;
  email?: string;
  address?: Address;
  formerAddress?: Address & { until: string };
  /** When known, the instant; true when only the fact is. */
  deceased?: string | true;
  race: number;
  ethnicity: number;
  language: string;
  maritalStatus: string;
}

const languages = ["en", "en", "en", "en", "es", "zh", "ar", "vi", "fr"] as const;

export function identityOf(seed: number, number: number): Identity {
  const random = new Random(seed, "identity", number);
  const gender = genderFrom(random);
  const pool = poolFrom(random);
  const givenNames = gender === "male" ? pool.male : pool.female;
  const given = [random.pick(givenNames)];
  if (random.chance(0.4)) given.push(random.pick(givenNames));
  return {
    family: random.chance(0.005) ? undefined : random.pick(pool.family),
    given,
    gender,
    birthDate: birthDateFrom(random),
  };
}

export function personOf(seed: number, number: number): Person {
  const random = new Random(seed, "person", number);
  const identity = identityOf(seed, number);
  return {
    ...identity,
    number,
    suffix: random.chance(0.03) ? random.pick(["Jr", "Sr", "III", "MD"]) : undefined,
    formerFamily: random.chance(0.1) ? random.pick(namePools.american.family) : undefined,
    nickname: random.chance(0.05) ? identity.given[0]?.slice(0, 3) : undefined,
    phone: random.chance(0.9) ? phoneFrom(random) : undefined,
    mobile: random.chance(0.4) ? phoneFrom(random) : undefined,
    email: random.chance(0.5) ? `patient${number}@example.com` : undefined,
    address: random.chance(0.97) ? addressFrom(random) : undefined,
    formerAddress: random.chance(0.2)
      ? { ...addressFrom(random), until: `20${random.between(10, 23)}-06-30` }
      : undefined,
    deceased: deceasedFrom(random),
    race: random.below(5),
    ethnicity: random.below(2),
    language: random.pick(languages),
    maritalStatus: random.pick(["M", "S", "D", "W", "UNK"]),
  };
}

/** A name as it is compared: without case and accents. */
export function foldName(name: string): string {
  return name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

function genderFrom(random: Random): Gender {
  if (random.chance(0.985)) return random.chance(0.52) ? "female" : "male";
  return random.chance(0.5) ? "other" : "unknown";
}

function poolFrom(random: Random): NamePool {
  if (random.chance(0.88)) return namePools.american;
  return random.chance(0.5) ? namePools.unusual : random.pick(namePools.otherScripts);
}

function birthDateFrom(random: Random): string | undefined {
  const year = random.between(1925, 2025);
  const month = String(random.between(1, 12)).padStart(2, "0");
  const day = String(random.between(1, 28)).padStart(2, "0");
  if (random.chance(0.985)) return `${year}-${month}-${day}`;
  return random.pick([undefined, `${year}`, `${year}-${month}`]);
}

/** No telephone network has the area code 555. */
function phoneFrom(random: Random): string {
  const digits = String(2_000_000 + random.below(8_000_000));
  return `555-${digits.slice(0, 3)}-${digits.slice(3)}`;
}

function addressFrom(random: Random): Address {
  const place = random.pick(places);
  const line = [`${random.between(1, 9_999)} ${random.pick(streets)}`];
  if (random.chance(0.25)) line.push(`Apt ${random.between(1, 400)}`);
  return {
    line,
    city: place.city,
    state: place.state,
    postalCode: `${place.zip}${String(random.below(100)).padStart(2, "0")}`,
  };
}

function deceasedFrom(random: Random): string | true | undefined {
  if (random.chance(0.96)) return undefined;
  if (random.chance(0.2)) return true;
  return `20${random.between(10, 25)}-0${random.between(1, 9)}-1${random.below(10)}T0${random.below(10)}:30:00Z`;
}
