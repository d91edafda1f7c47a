import { dateFunctions } from "./dates";
import type { MappingFunction } from "./define";
import { numberFunctions } from "./numbers";
import { peopleFunctions } from "./people";
import { structureFunctions } from "./structure";
import { textFunctions } from "./text";

/** Every named function, by name. */
export const mappingFunctions: ReadonlyMap<string, MappingFunction> = new Map(
  [dateFunctions, textFunctions, numberFunctions, peopleFunctions, structureFunctions]
    .flat()
    .map((declared) => [declared.name, declared]),
);
