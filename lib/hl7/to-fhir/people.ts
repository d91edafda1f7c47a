/** Who does something: XCN, CNN and NDL as Practitioner, by name and number. */
import type { FhirHumanName, FhirIdentifier } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import type { Conversion, Identity, Reference } from "./conversion";
import { assignerOf, authorityNamed, identifierType, nameUses, period } from "./data-types";
import { element, entries } from "./elements";
import { familyElements } from "./family-name";

interface Person {
  readonly identifier?: FhirIdentifier;
  readonly name?: FhirHumanName;
}

/** XCN; before 2.7 also CN, whose parts stand in the same places. */
function personOf(value: Repetition, { sender }: Conversion): Person {
  const at = (component: number) => value.text(component);
  const id = at(1);
  const authority = [1, 2, 3].map((part) => value.text(9, part));
  const kind = at(13);
  const named =
    authority[0] === undefined && authority[1] === undefined
      ? [kind === "NPI" ? kind : undefined]
      : authority;
  return {
    identifier:
      id === undefined
        ? undefined
        : element<FhirIdentifier>({
            type: identifierType(kind),
            system: authorityNamed(named, sender),
            value: id,
            assigner: assignerOf(value, 9),
          }),
    name: element<FhirHumanName>({
      use: nameUses[at(10) ?? ""],
      ...familyElements(value, 2),
      given: entries([at(3), at(4)]),
      prefix: entries([at(6)]),
      suffix: entries([at(5), at(7), at(21)]),
      period: period(value, [19, 20], sender),
    }),
  };
}

/** CNN: the same in the subcomponents of a component, as NDL has it. */
function personWithin(value: Repetition, { sender }: Conversion): Person {
  const at = (part: number) => value.text(1, part);
  const id = at(1);
  const system = authorityNamed([at(9), at(10), at(11)], sender);
  return {
    identifier: id === undefined ? undefined : element<FhirIdentifier>({ system, value: id }),
    name: element<FhirHumanName>({
      family: at(2),
      given: entries([at(3), at(4)]),
      prefix: entries([at(6)]),
      suffix: entries([at(5), at(7)]),
    }),
  };
}

/** By number and who gave it, else by name. */
function identityOf({ identifier, name }: Person): Identity {
  if (identifier) return ["number", identifier.system, identifier.value];
  const parts = [name?.family, name?.given?.join(" "), name?.suffix?.join(" "), name?.prefix?.join(" ")];
  return ["name", ...parts.map((part) => part?.toUpperCase())];
}

function addPerson(conversion: Conversion, person: Person, elements = {}): Reference | undefined {
  const { identifier, name } = person;
  if (!identifier && !name) return undefined;
  const id = conversion.idOf("Practitioner", identityOf(person));
  return conversion.add("Practitioner", id, {
    identifier: entries([identifier]),
    name: entries([name]),
    ...elements,
  });
}

/** The practitioner of an XCN; undefined of an empty one. `elements` are known beside. */
export function addPractitioner(
  conversion: Conversion,
  value: Repetition | undefined,
  elements = {},
): Reference | undefined {
  return value && addPerson(conversion, personOf(value, conversion), elements);
}

/** Those of a field's repetitions. */
export function addPractitioners(conversion: Conversion, values: readonly Repetition[]): Reference[] {
  return entries(values.map((value) => addPractitioner(conversion, value))) ?? [];
}

/** The practitioner of an NDL. */
export function addNamedPractitioner(conversion: Conversion, value: Repetition): Reference | undefined {
  return addPerson(conversion, personWithin(value, conversion));
}
