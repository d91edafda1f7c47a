/** Parsing of what callers send: zod, forgiving only about the case of enum values. */
import type { z } from "zod";
import type { FieldError } from "@/lib/platform/errors";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

interface Choice {
  readonly path: Path;
  readonly values: readonly unknown[];
}

/** The places where a value was none of those allowed, also inside the branches of unions. */
function choices(issues: readonly Issue[], base: Path = []): Choice[] {
  return issues.flatMap((issue): Choice[] => {
    const path = [...base, ...issue.path];
    if (issue.code === "invalid_value") return [{ path, values: issue.values }];
    if (issue.code !== "invalid_union") return [];
    if ("options" in issue && Array.isArray(issue.options)) return [{ path, values: issue.options }];
    return issue.errors.flatMap((branch) => choices(branch, path));
  });
}

function sameWord(given: unknown, values: readonly unknown[]): string | undefined {
  if (typeof given !== "string") return undefined;
  const word = given.toLowerCase();
  return values.find((value): value is string => typeof value === "string" && value.toLowerCase() === word);
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}

/** Writes the allowed spelling into `input`; answers whether anything changed. */
function respell(input: unknown, found: readonly Choice[]): boolean {
  let changed = false;
  for (const { path, values } of found) {
    const parent = valueAt(input, path.slice(0, -1));
    const key = path.at(-1);
    const word = sameWord(valueAt(input, path), values);
    if (word === undefined || key === undefined || typeof parent !== "object" || parent === null) continue;
    changed = Reflect.set(parent, key, word) || changed;
  }
  return changed;
}

/** A discriminated union shows the enums of its branch only once its own word is right. */
const maxRespellings = 4;

/**
 * Parses `input` by `schema`; enum values match in any case and come out as the schema spells them.
 * `input` must be the caller's alone: spellings are put right in place.
 */
export function parseInAnyCase<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  let parsed = schema.safeParse(input);
  for (let tries = 0; !parsed.success && tries < maxRespellings; tries += 1) {
    if (!respell(input, choices(parsed.error.issues))) break;
    parsed = schema.safeParse(input);
  }
  return parsed;
}

/** zod's issues as the `errors` of a problem document. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
}
