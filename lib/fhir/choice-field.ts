/** Elements that FHIR knows in several types, `<name>[x]`, of which a resource says one. */
import { isSaidAbsent } from "./extension";
import { type Field, flag, type Has } from "./field";

/** `element` without the types of `<name>[x]` other than `kept`, and without what stands beside them in `_<name>…`. */
export function withoutOtherTypes<Element extends object>(
  element: Element,
  name: string,
  kept?: string,
): Element {
  const isOther = (key: string) => {
    const type = key.replace(/^_/, "");
    return type !== kept && type.startsWith(name) && /^[A-Z]/.test(type.slice(name.length));
  };
  const others = Object.keys(element).filter(isOther);
  return { ...element, ...Object.fromEntries(others.map((key) => [key, undefined])) };
}

/** `field`, which writes the type `type` of `<name>[x]` and takes all others away. */
export function oneType<Element extends object, Value>(
  name: string,
  type: string,
  field: Field<Element, Value>,
): Field<Element, Value> {
  return {
    ...field,
    write: (element, value) => field.write(withoutOtherTypes(element, name, name + type), value),
  };
}

/**
 * `<name>Boolean`, where the type `More` says yes and more than that, such as who reported something: it gives way to
 * a no alone.
 */
export function yesOr<Name extends string, More extends string>(
  name: Name,
  more: More,
): Field<Has<`${Name}Boolean`, boolean> & Has<`${Name}${More}`, object>, boolean | null> {
  const said = flag(`${name}Boolean`);
  const alone = oneType(name, "Boolean", said);
  return {
    read: (element) => {
      const known = element[`${name}${more}`];
      return said.read(element) ?? (known && !isSaidAbsent(known) ? true : null);
    },
    write: (element, value) => (value === null ? said.write(element, value) : alone.write(element, value)),
  };
}
