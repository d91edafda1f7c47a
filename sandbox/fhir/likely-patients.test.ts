import { parseSearchRequest } from "@medplum/core";
import { expect, test } from "vitest";
import { cernerPopulation } from "@/sandbox/cerner/population";
import { likelyPatients } from "@/sandbox/fhir/likely-patients";
import { indexSearchParameters } from "@/sandbox/fhir/search-index";
import { meets } from "@/sandbox/fhir/search-match";

const count = 400;
const population = cernerPopulation(3, count);
indexSearchParameters();

const phones = Array.from({ length: count }, (_, rank) => population.patients.textAt(rank)).flatMap(
  (text) => /\b555-\d{3}-\d{4}\b/.exec(text) ?? [],
);

test.each([
  ["family=smith", 0.2],
  ["family=Smi,Jon", 0.3],
  ["family:exact=Smith", 0.2],
  ["given=jo", 0.5],
  ["name=de la Cruz", 0.3],
  ["name=Smith, James", 0.1],
  ["birthdate=1961-02-07", 0.1],
  ["birthdate=1980", 0.1],
  ["birthdate=ge1950-06-01&birthdate=le1951-03", 0.1],
  ["birthdate=gt2000-01-01&gender=female", 0.5],
  [`phone=${phones[0]},${phones[1]}`, 0.1],
  ["email=patient7@example.com", 0.1],
  ["address-postalcode=537", 0.5],
])("a search by %s makes few resources, and misses none that answers to it", (query, mostShare) => {
  const request = parseSearchRequest(`Patient?${query}`);
  const likely = likelyPatients(request.filters ?? []);
  const ranks = likely ? [...population.patientsWho(likely)] : [];
  const found = Array.from({ length: count }, (_, rank) => rank).filter((rank) =>
    meets(population.patients.textAt(rank), request),
  );
  expect(found.length).toBeGreaterThan(0);
  expect(ranks).toEqual(expect.arrayContaining(found));
  expect(ranks.length).toBeLessThan(count * mostShare);
});

test("a search that no cheap look can judge is left whole", () => {
  for (const query of ["gender=female", "family:missing=true", "birthdate=ne1980"]) {
    expect(likelyPatients(parseSearchRequest(`Patient?${query}`).filters ?? []), query).toBeUndefined();
  }
});
