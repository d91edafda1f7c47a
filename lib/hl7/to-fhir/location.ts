/** PL as Locations: each place in the one around it, from the site to the bed. */
import type { FhirIdentifier, FhirJson } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import type { Conversion, Reference } from "./conversion";
import { authorityNamed, entityIdentifierFrom } from "./data-types";
import { entries } from "./elements";

const physicalTypes = "http://terminology.hl7.org/CodeSystem/location-physical-type";

/** From the outermost; where PL says each. A point of care is a ward, or whatever the sender calls one. */
const levels = [
  { component: 4, type: "si" },
  { component: 7, type: "bu" },
  { component: 8, type: "lvl" },
  { component: 1, type: "wa" },
  { component: 2, type: "ro" },
  { component: 3, type: "bd" },
] as const;

/** EI in a component: the number of the whole place. */
function wholeIdentifier(value: Repetition, { sender }: Conversion): FhirIdentifier | undefined {
  return entityIdentifierFrom((part) => value.text(10, part), undefined, sender);
}

/** How a place is described; some senders write it where a code of table 0305 belongs, which has no small letters. */
function descriptionOf(value: Repetition): string | undefined {
  const kind = value.whole(6);
  const words = kind !== undefined && /[\s\p{Ll}]/u.test(kind) ? kind : undefined;
  return [value.whole(9), words].filter(Boolean).join(", ") || undefined;
}

/** The innermost place of a PL; undefined of an empty one. `elements` are known beside. */
export function addLocation(
  conversion: Conversion,
  value: Repetition | undefined,
  elements: FhirJson = {},
): Reference | undefined {
  if (!value) return undefined;
  const said = levels.filter(({ component }) => value.text(component) !== undefined);
  const innermost = said.at(-1);
  let path: string[] = [];
  let partOf: Reference | undefined;
  for (const level of said) {
    const name = value.text(level.component);
    const universal = value.text(level.component, 2);
    path = [...path, level.type, universal ?? name ?? ""];
    const isInnermost = level === innermost;
    partOf = conversion.add("Location", conversion.idOf("Location", path), {
      identifier: entries([
        isInnermost ? wholeIdentifier(value, conversion) : undefined,
        universal === undefined
          ? undefined
          : {
              system: authorityNamed(
                [undefined, universal, value.text(level.component, 3)],
                conversion.sender,
              ),
              value: name ?? universal,
            },
      ]),
      name: name ?? universal,
      mode: "instance",
      description: isInnermost ? descriptionOf(value) : undefined,
      physicalType: { coding: [{ system: physicalTypes, code: level.type }] },
      partOf,
      ...(isInnermost ? elements : {}),
    });
  }
  return partOf ?? describedLocation(conversion, value);
}

/** A place that is only described. */
function describedLocation(conversion: Conversion, value: Repetition): Reference | undefined {
  const name = descriptionOf(value);
  const identifier = wholeIdentifier(value, conversion);
  if (name === undefined && !identifier) return undefined;
  const identity = identifier ? ["number", identifier.system, identifier.value] : ["name", name];
  return conversion.add("Location", conversion.idOf("Location", identity), {
    identifier: entries([identifier]),
    name,
    mode: "instance",
  });
}
