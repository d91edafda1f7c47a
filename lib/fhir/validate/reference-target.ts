/** What a reference says it points at. */
import { resourceRules } from "./type-rules";

const literal = /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]+(?:\/_history\/[^/]+)?$/;

function targetOf({
  reference,
  type,
}: {
  readonly reference?: unknown;
  readonly type?: unknown;
}): string | undefined {
  const named = typeof reference === "string" ? literal.exec(reference)?.[1] : undefined;
  return (resourceRules(named) ?? resourceRules(type))?.name;
}

/** What is wrong when it names a kind of resource that is none of `targets`. What is no reference names none. */
export function referenceProblem(reference: unknown, targets: readonly string[]): string | undefined {
  const target = typeof reference === "object" && reference !== null ? targetOf(reference) : undefined;
  return target && !targets.includes(target) ? `It should point at ${targets.join(", ")}.` : undefined;
}
