/** What differs between two versions of a record, path by path. Pure. */

interface Change {
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function childrenOf(
  left: unknown,
  right: unknown,
): { key: string; from: unknown; to: unknown }[] | undefined {
  if (isObject(left) && isObject(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
    return keys.map((key) => ({ key: `.${key}`, from: left[key], to: right[key] }));
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    const length = Math.max(left.length, right.length);
    return Array.from({ length }, (_item, n) => ({ key: `[${n}]`, from: left[n], to: right[n] }));
  }
  return undefined;
}

/** The leaves that differ; a whole branch that came or went is one change. */
export function changesBetween(from: unknown, to: unknown, path = ""): Change[] {
  if (Object.is(from, to)) return [];
  const children = childrenOf(from, to);
  if (!children) return [{ path: path.replace(/^\./, ""), from: from ?? null, to: to ?? null }];
  return children.flatMap((child) => changesBetween(child.from, child.to, path + child.key));
}
