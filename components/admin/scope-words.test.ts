import { expect, it } from "vitest";
import { scopeWords } from "./scope-words";

it.each([
  [["system/*.*"], "Reads and writes everything"],
  [["system/*.rs"], "Reads everything"],
  [["system/Patient.read", "system/Observation.rs"], "Reads Patient, Observation"],
  [["system/Patient.rs", "system/Patient.cud"], "Reads and writes Patient"],
  [["system/Patient.cruds", "system/Observation.rs"], "Reads and writes Patient; reads Observation"],
  [["system/Observation.cu"], "Creates and changes Observation"],
  [["system/Patient.r", "system/Encounter.rds"], "Reads by id Patient; reads and deletes Encounter"],
])("says of %j: %s", (scopes, words) => {
  expect(scopeWords(scopes)).toBe(words);
});
