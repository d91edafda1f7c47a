/** Extensions that an element loses when it is given a value: of an element its own, of a primitive those in `_name`. */
import { z } from "zod";

/** Why an element has no value. https://hl7.org/fhir/R4/extension-data-absent-reason.html */
export const absentReasonUrl = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/** A code of the same in other systems. https://hl7.org/fhir/R4/extension-alternate-codes.html */
export const alternateCodesUrl = "http://hl7.org/fhir/StructureDefinition/alternate-codes";

/** The time of birth, which names its day too. https://hl7.org/fhir/R4/extension-patient-birthtime.html */
export const birthTimeUrl = "http://hl7.org/fhir/StructureDefinition/patient-birthTime";

const extended = z.looseObject({ extension: z.array(z.looseObject({ url: z.string() })) });

function hasExtension(element: unknown, url: string): boolean {
  return extended.safeParse(element).data?.extension.some((one) => one.url === url) ?? false;
}

/** `element` without its extensions of `url`. */
export function withoutExtension<Element extends object>(element: Element, url: string): Element {
  if (!hasExtension(element, url)) return element;
  const kept = extended.parse(element).extension.filter((one) => one.url !== url);
  return { ...element, extension: kept.length > 0 ? kept : undefined };
}

/** `element`, which has a value now. */
export function withoutAbsentReason<Element extends object>(element: Element): Element {
  return withoutExtension(element, absentReasonUrl);
}

/** Does the element say of itself why it is absent? */
export function isSaidAbsent(element: unknown): boolean {
  return hasExtension(element, absentReasonUrl);
}

/** `element`, whose primitive `name` has a value now that extensions of `url` beside it do not go with. */
export function withoutBeside<Element extends object>(element: Element, name: string, url: string): Element {
  const beside: unknown = Reflect.get(element, `_${name}`);
  if (typeof beside !== "object" || beside === null || !hasExtension(beside, url)) return element;
  const kept = withoutEmpty(withoutExtension(beside, url));
  return { ...element, [`_${name}`]: kept };
}

/** The element, or undefined when nothing is left of it: FHIR forbids empty ones. */
export function withoutEmpty<Element extends object>(element: Element): Element | undefined {
  return Object.values(element).some((part) => part !== undefined) ? element : undefined;
}
