/** What patients are found by. Pure. */
import { normaliseIdentifier, normalisePhone, normaliseText } from "./normalise";
import type { PatientData, PatientName } from "./schema";
import { entryOf, type SearchEntry, type SearchToken, Tokens } from "./search-entry";

interface Named {
  readonly names: readonly PatientName[];
}

/** The names of a person, whole and by word. */
export function addNames(tokens: Tokens, { names }: Named): void {
  for (const name of names) {
    const parts = [name.family, ...name.given, name.text].map((part) => normaliseText(part ?? ""));
    tokens.add("family", normaliseText(name.family ?? ""));
    for (const given of name.given) tokens.add("given", normaliseText(given));
    for (const word of parts.flatMap((part) => part.split(" "))) tokens.add("name", word);
  }
}

/**
 * What two records of one person share, most likely: an identifier with its system; the birth date with a part of the
 * name, wherever it stands there; a phone number or e-mail address with the given name. One token for each pair, so
 * that the index holds few records for it.
 */
function likenessOf(tokens: readonly SearchToken[]): SearchToken[] {
  const valuesOf = (...parameters: string[]) =>
    tokens.filter(({ parameter }) => parameters.includes(parameter)).map(({ value }) => value);
  const likeness = new Tokens();
  const addPairs = (left: readonly string[], right: readonly string[]) => {
    for (const one of left) for (const other of right) likeness.add("pair", `${one} ${other}`);
  };
  for (const value of valuesOf("identifier")) {
    if (value.includes("|")) likeness.add("identifier", value);
  }
  addPairs(valuesOf("birthdate"), valuesOf("name"));
  addPairs(valuesOf("phone", "email"), valuesOf("given"));
  return likeness.list();
}

function patientTokens(data: PatientData): SearchToken[] {
  const tokens = new Tokens();
  addNames(tokens, data);
  tokens.addIdentifiers(data.identifiers);
  if (data.mrn) tokens.add("mrn", normaliseIdentifier(data.mrn));
  tokens.add("birthdate", data.dateOfBirth);
  tokens.add("gender", data.gender);
  for (const { system, value } of data.telecoms) {
    if (system === "email") tokens.add("email", normaliseIdentifier(value ?? ""));
    else tokens.add("phone", normalisePhone(value ?? ""));
  }
  return tokens.list();
}

/** Both orders, so that «john doe» and «doe john» are each a part of it. */
export function nameWords({ names }: Named): string[] {
  return names.flatMap(({ family, given, text }) => {
    const parts = [...given, family ?? "", ...given].join(" ");
    const short = given.length > 1 ? [given[0] ?? "", family ?? ""].join(" ") : "";
    return [parts, short, text ?? ""].map(normaliseText);
  });
}

/** What a patient is found by. */
export function patientEntry(data: PatientData): SearchEntry {
  const reachedBy = data.telecoms.map(({ system, value }) =>
    system === "email" ? normaliseText(value ?? "") : normalisePhone(value ?? ""),
  );
  const tokens = patientTokens(data);
  return entryOf(tokens, [...nameWords(data), ...reachedBy], likenessOf(tokens));
}
