/** The fields of a record that a mapping can name, from the schema of its entity. Pure. */
import { z } from "zod";
import { derivedFields, entitySchemas, isRecordEntity } from "@/lib/records/schema";

const node = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
});

export interface LocalPath {
  readonly path: string;
  /** What stands there: "text", "list", or the values that are allowed. */
  readonly holds: string;
}

const deepest = 4;

type Definitions = Readonly<Record<string, unknown>>;

/** The schema a node stands for, without what allows it to be empty. */
function bareNode(value: unknown, definitions: Definitions): z.output<typeof node> {
  const { data = {} } = node.safeParse(value);
  if (data.$ref) return bareNode(definitions[data.$ref.replace("#/$defs/", "")], definitions);
  const filled = data.anyOf?.find((each) => bareNode(each, definitions).type !== "null");
  return filled === undefined ? data : bareNode(filled, definitions);
}

const words: Readonly<Record<string, string>> = {
  array: "list",
  object: "group",
  string: "text",
  boolean: "yes or no",
  number: "number",
  integer: "number",
};

function holds({ type, enum: values }: z.output<typeof node>): string {
  if (values) return values.filter((value) => value !== null).join(", ");
  const filled = [type].flat().find((each) => each !== "null");
  return words[filled ?? ""] ?? "value";
}

function pathsUnder(value: unknown, path: string, depth: number, definitions: Definitions): LocalPath[] {
  const found = bareNode(value, definitions);
  const own = { path, holds: holds(found) };
  if (depth >= deepest) return [own];
  if (found.items !== undefined)
    return [own, ...pathsUnder(found.items, `${path}[0]`, depth + 1, definitions)];
  const inner = Object.entries(found.properties ?? {});
  if (inner.length === 0) return [own];
  return [
    own,
    ...inner.flatMap(([name, each]) => pathsUnder(each, `${path}.${name}`, depth + 1, definitions)),
  ];
}

const known = new Map<string, readonly LocalPath[]>();

function pathsOf(entity: string): readonly LocalPath[] {
  if (!isRecordEntity(entity)) return [];
  const schema = z.toJSONSchema(entitySchemas[entity], { unrepresentable: "any" });
  const definitions = schema.$defs ?? {};
  const derived = derivedFields(entity);
  return Object.entries(bareNode(schema, definitions).properties ?? {})
    .filter(([name]) => !derived.includes(name))
    .flatMap(([name, field]) => pathsUnder(field, name, 0, definitions));
}

/** Fields of an entity, those within them after them; of a list its first entry. Derived fields are left out. */
export function localPaths(entity: string): readonly LocalPath[] {
  const paths = known.get(entity) ?? pathsOf(entity);
  known.set(entity, paths);
  return paths;
}
