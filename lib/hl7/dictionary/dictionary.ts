/** What segments, fields, components and codes are called, for people who look at a message. */
import {
  type DefinedField,
  type Definitions,
  nearestVersion,
  newestVersion,
  readDefinitions,
  readTables,
  type Tables,
} from "./definitions";

export interface PartDescription {
  readonly name: string;
  readonly dataType: string;
  /** The table that its codes are of, such as `0001`. */
  readonly table?: string;
  readonly required: boolean;
}

export interface FieldDescription extends PartDescription {
  readonly repeats: boolean;
  /** None where the data type has no parts, or another field says which it is (OBX-2 of OBX-5). */
  readonly components: readonly PartDescription[];
}

export interface SegmentDescription {
  readonly name: string;
  readonly fields: readonly FieldDescription[];
}

const tableName = (table: number) => String(table).padStart(4, "0");

function describePart({ desc, datatype, opt, table }: DefinedField): PartDescription {
  const part = { name: desc, dataType: datatype, required: opt === 2 };
  return table === undefined ? part : { ...part, table: tableName(table) };
}

/**
 * The words of one version. Places are counted from 1. Senders use segments and fields of later versions under the name
 * of an older one: what the version does not know is described as the newest has it.
 */
export class Dictionary {
  constructor(
    /** The version that is described: the one asked for, or the nearest known. */
    readonly version: string,
    private readonly own: Definitions,
    private readonly newest: Definitions,
    private readonly tables: Tables,
  ) {}

  /** Undefined for segments of a site's own (Z…). */
  describeSegment(name: string): SegmentDescription | undefined {
    const segment = this.own.segments.get(name) ?? this.newest.segments.get(name);
    return segment && { name: segment.desc, fields: segment.fields.map((field) => this.describe(field)) };
  }

  describeField(segment: string, field: number): FieldDescription | undefined {
    const versions = [this.own, this.newest];
    const found = versions.map(({ segments }) => segments.get(segment)?.fields[field - 1]).find(Boolean);
    return found && this.describe(found);
  }

  private describe(field: DefinedField): FieldDescription {
    return {
      ...describePart(field),
      repeats: field.rep !== 1,
      components: this.componentsOf(field.datatype),
    };
  }

  /** The parts of a data type: components of a field, subcomponents of a component, or those of what OBX-2 names. */
  componentsOf(dataType: string): PartDescription[] {
    const type = this.own.dataTypes.get(dataType) ?? this.newest.dataTypes.get(dataType);
    return (type?.subfields ?? []).map(describePart);
  }

  /** What a code of a table such as `0001` means, where the standard says so. */
  meaningOf(table: string, code: string): string | undefined {
    return this.tables.get(String(Number(table)))?.values.get(code);
  }
}

const read = new Map<string, Promise<Dictionary>>();

async function readDictionary(version: string): Promise<Dictionary> {
  const [own, newest, tables] = await Promise.all([
    readDefinitions(version),
    readDefinitions(newestVersion),
    readTables(),
  ]);
  return new Dictionary(version, own, newest, tables);
}

/** The dictionary of a version, else of the nearest one; each is read when it is first asked for. */
export function dictionaryOf(version: string | undefined): Promise<Dictionary> {
  const nearest = nearestVersion(version);
  const found = read.get(nearest) ?? readDictionary(nearest);
  read.set(nearest, found);
  return found;
}
