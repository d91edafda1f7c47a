/** A mapping while it is edited: its fields in their order, each known by an id of its own. Pure. */
import {
  type FieldMapping,
  fieldMappingSchema,
  fieldMappingsSchema,
  stepsOf,
  type Transform,
  transformSchema,
} from "@/lib/mapping/schema";

export interface DraftField extends Omit<FieldMapping, "transform"> {
  readonly id: string;
  /** In pull order; none copies. */
  readonly steps: readonly Transform[];
}

/** What is wrong, or worth knowing, at a place of one field: "remoteField", "transform[1]", or "" for all of it. */
export interface Remark {
  readonly place: string;
  readonly message: string;
}

export type Remarks = ReadonlyMap<string, readonly Remark[]>;

let made = 0;

function nextId(): string {
  made += 1;
  return `field-${made}`;
}

function draftField({ transform, ...mapping }: FieldMapping): DraftField {
  const steps = transform === undefined ? [] : stepsOf({ transform });
  return { ...mapping, id: nextId(), steps };
}

/** The fields of a mapping, shorthand spelled out. */
export function draftOf(mappings: readonly FieldMapping[]): DraftField[] {
  return mappings.map(draftField);
}

/** A field that says nothing yet. */
export function emptyField(): DraftField {
  return { id: nextId(), localField: "", remoteField: "", required: false, direction: "both", steps: [] };
}

function mappingOf({ id: _, steps, ...field }: DraftField): FieldMapping {
  return { ...field, ...(steps.length > 0 && { transform: [...steps] }) };
}

/** What is sent of a draft. */
export function mappingsOf(fields: readonly DraftField[]): FieldMapping[] {
  return fields.map(mappingOf);
}

/** Whether two mappings say the same, however they are spelled. */
export function saySame(a: readonly FieldMapping[], b: readonly FieldMapping[]): boolean {
  const spelled = (mappings: readonly FieldMapping[]) => {
    const read = fieldMappingsSchema.safeParse(mappingsOf(draftOf(mappings)));
    return JSON.stringify(read.data ?? mappings);
  };
  return spelled(a) === spelled(b);
}

/** The list with the entry at `index` one place further up or down, as far as there is room. */
export function moved<T>(list: readonly T[], index: number, by: 1 | -1): T[] {
  const entry = list[index];
  const to = index + by;
  if (entry === undefined || to < 0 || to >= list.length) return [...list];
  return list.toSpliced(index, 1).toSpliced(to, 0, entry);
}

/** What is not filled in yet, in words; the server says what is wrong with the rest. */
export function gapsOf(field: DraftField): Remark[] {
  const gaps = [
    ...(field.localField.trim() === "" ? [{ place: "localField", message: "Choose a field" }] : []),
    ...(field.remoteField.trim() === "" ? [{ place: "remoteField", message: "Write a path" }] : []),
    ...field.steps.flatMap((step, index) =>
      transformSchema.safeParse(step).success
        ? []
        : [{ place: `transform[${index}]`, message: "Fill in what this step needs" }],
    ),
  ];
  if (gaps.length > 0 || fieldMappingSchema.safeParse(mappingOf(field)).success) return gaps;
  return [{ place: "", message: "Something in this field is too long, or there are too many steps" }];
}

/**
 * Remarks with places such as `mapping[2].remoteField`, by the field they belong to; `fields` are those that were
 * sent, in their order. What names no field is left out.
 */
export function remarksByField(
  remarks: readonly { readonly path: string; readonly message: string }[],
  fields: readonly Pick<DraftField, "id">[],
): Map<string, Remark[]> {
  const placed = remarks.flatMap(({ path, message }) => {
    const found = /^[a-zA-Z]*\.?\[?(?<index>\d+)\]?\.?(?<place>.*)$/.exec(path)?.groups;
    const id = fields[Number(found?.index)]?.id;
    return id === undefined ? [] : [{ id, place: found?.place ?? "", message }];
  });
  const groups = Map.groupBy(placed, ({ id }) => id);
  return new Map(
    [...groups].map(([id, group]) => [id, group.map(({ place, message }) => ({ place, message }))]),
  );
}

/** What is said of one place, in one line. */
export function remarkAt(remarks: readonly Remark[], place: string): string | undefined {
  const said = remarks.filter((remark) => remark.place === place).map(({ message }) => message);
  return said.length > 0 ? said.join(" ") : undefined;
}
