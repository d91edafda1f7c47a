/** How a named function of mappings is declared. */
import { z } from "zod";
import { mappingErrors } from "../errors";
import type { Json } from "../path";

interface FunctionExample {
  readonly input: Json;
  readonly args?: Readonly<Record<string, Json>>;
  readonly output: Json;
}

export interface MappingFunction {
  readonly name: string;
  readonly description: string;
  readonly args: z.ZodObject;
  /** The function that runs in its place on push, with the same arguments; null when nothing leads back. */
  readonly inverse: string | null;
  readonly reversible: boolean;
  readonly examples: readonly FunctionExample[];
  /**
   * The function with its arguments set. It gives null for null, and throws `value_unfit`, which never holds the
   * value, for what it cannot take. Throws a ZodError when the arguments do not fit.
   */
  bind(args: unknown): (value: Json) => Json;
}

interface Definition<Input, Args extends z.ZodRawShape> {
  readonly description: string;
  /** What it takes, and how that is said to a person. */
  readonly takes: { readonly schema: z.ZodType<Input>; readonly words: string };
  readonly args?: Args;
  readonly inverse?: string;
  readonly examples: readonly FunctionExample[];
  /** Undefined stands for a value that the function cannot take. */
  readonly apply: (value: Input, args: z.output<z.ZodObject<Args>>) => Json;
}

/** What functions take. Numbers are read as text where text is wanted: vendors send identifiers as either. */
export const text = {
  schema: z.union([z.string(), z.number().transform(String)]),
  words: "text",
};
export const numeric = { schema: z.number(), words: "a number" };
export const list = { schema: z.array(z.custom<Json>()), words: "a list" };
export const anything = { schema: z.custom<Json>(() => true), words: "any value" };

/** Inverse of functions that change only how a value is spelled: on push it goes as it is. */
export const identity = "identity";

export function defineFunction<Input, Args extends z.ZodRawShape = Record<never, never>>(
  name: string,
  { description, takes, args, inverse, examples, apply }: Definition<Input, Args>,
): MappingFunction {
  const argsSchema: z.ZodObject = z.object(args ?? {});
  const unfit = () => mappingErrors.value_unfit({ detail: `${name} takes ${takes.words}.` });
  return {
    name,
    description,
    args: argsSchema,
    inverse: inverse ?? null,
    reversible: inverse !== undefined,
    examples,
    bind(given) {
      const bound = z.object(args ?? ({} as Args)).parse(given ?? {});
      return (value) => {
        if (value === null || value === undefined) return null;
        const input = takes.schema.safeParse(value);
        const output = input.success ? apply(input.data, bound) : undefined;
        if (output === undefined) throw unfit();
        return output;
      };
    },
  };
}
