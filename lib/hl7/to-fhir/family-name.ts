/** FN: a family name, and which parts of it are one's own and which a partner's (guide: FN[HumanName]). */
import type { Repetition } from "../repetition";
import { element, entries } from "./elements";

const core = "http://hl7.org/fhir/StructureDefinition/humanname-";

/** FHIR's extensions of `family`, in the order of FN from its second part on. */
export const familyParts = ["own-prefix", "own-name", "partner-prefix", "partner-name"].map(
  (name) => `${core}${name}`,
);

/** The name as it is called; where only its parts are said, as usual in the Netherlands, what they make. */
export function familyOf(value: Repetition, component = 1): string | undefined {
  const [called, ...parts] = [1, 2, 3, 4, 5].map((part) => value.text(component, part));
  if (called !== undefined) return called;
  const [own, partners] = [parts.slice(0, 2), parts.slice(2)].map((name) => name.filter(Boolean).join(" "));
  return [own, partners].filter(Boolean).join("-") || undefined;
}

/** The elements of a HumanName that the FN in a component says. */
export function familyElements(value: Repetition, component = 1) {
  const extension = familyParts.map((url, index) => {
    const valueString = value.text(component, index + 2);
    return valueString === undefined ? undefined : { url, valueString };
  });
  return { family: familyOf(value, component), _family: element({ extension: entries(extension) }) };
}
