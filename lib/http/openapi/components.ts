/** JSON schemas from the same zod schemas that parse and shape; named ones are written once and referred to. */
import { z } from "zod";

type JsonSchema = z.core.JSONSchema.JSONSchema;

const refPrefix = "#/components/schemas/";

function convert(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  // Inside another object a named schema becomes a reference like everywhere else.
  return z.toJSONSchema(z.object({ root: schema }), {
    io,
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      // A format says it all, and what we answer may grow.
      if (jsonSchema.format) delete jsonSchema.pattern;
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
}

/** A copy of `value` in which references point to the components, under the names these got there. */
function withRefs(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withRefs(item, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const name = key === "$ref" && typeof inner === "string" ? inner.replace("#/$defs/", "") : undefined;
      return [key, name === undefined ? withRefs(inner, names) : `${refPrefix}${names.get(name) ?? name}`];
    }),
  );
}

/** The schemas of one document. */
export class Components {
  private readonly named = new Map<string, unknown>();

  /** `schema` as JSON schema; what has a name (`.meta({ id })`) becomes a component. */
  add(schema: z.ZodType, io: "input" | "output"): unknown {
    const { properties, $defs = {} } = convert(schema, io);
    const names = new Map<string, string>();
    // What is sent and what is answered may differ in one thing: what has a default is always answered.
    for (const name of Object.keys($defs)) names.set(name, this.nameFor(name, $defs[name], $defs, io));
    for (const [name, definition] of Object.entries($defs)) {
      this.named.set(names.get(name) ?? name, withRefs(definition, names));
    }
    return withRefs(properties?.root ?? {}, names);
  }

  all(): Record<string, unknown> {
    return Object.fromEntries([...this.named].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private nameFor(
    name: string,
    definition: JsonSchema | undefined,
    all: Readonly<Record<string, JsonSchema>>,
    io: "input" | "output",
  ): string {
    const same = new Map(Object.keys(all).map((key) => [key, key]));
    const known = this.named.get(name);
    const differs =
      known !== undefined && JSON.stringify(known) !== JSON.stringify(withRefs(definition, same));
    return differs && io === "input" ? `${name}Input` : name;
  }
}
