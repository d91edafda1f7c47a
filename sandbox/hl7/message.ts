/** HL7 v2 as a receiver's interface engine reads it: segments of fields, parted by what MSH declares. */

type Delimiters = Record<"field" | "component" | "repetition" | "escapeMark" | "subcomponent", string>;

/** What a field says: undefined where it says nothing, null where it deletes what was said (`""`). */
export type Said = string | null | undefined;

export class Segment {
  readonly name: string;
  readonly #fields: readonly string[];

  constructor(
    text: string,
    private readonly by: Delimiters,
  ) {
    const fields = text.split(by.field);
    this.name = fields[0] ?? "";
    // MSH-1 is the separator itself.
    this.#fields = this.name === "MSH" ? ["MSH", by.field, ...fields.slice(1)] : fields;
  }

  /** A component of the first repetition, both counted from 1. */
  text(field: number, component = 1): Said {
    return this.repetitions(field)[0]?.(component);
  }

  /** How the repetitions of a field are read: by component, counted from 1. */
  repetitions(field: number): ((component: number, subcomponent?: number) => Said)[] {
    const written = this.#fields[field] ?? "";
    if (written === "") return [];
    return written.split(this.by.repetition).map((repetition) => {
      const components = repetition.split(this.by.component);
      return (component, subcomponent = 1) =>
        this.#said(components[component - 1]?.split(this.by.subcomponent)[subcomponent - 1]);
    });
  }

  #said(text: string | undefined): Said {
    if (text === undefined || text === "") return undefined;
    return text === '""' ? null : this.#unescaped(text);
  }

  #unescaped(text: string): string {
    const { escapeMark, field, component, repetition, subcomponent } = this.by;
    const marks: Record<string, string> = {
      F: field,
      S: component,
      R: repetition,
      E: escapeMark,
      T: subcomponent,
      ".br": "\n",
    };
    const parts = text.split(escapeMark);
    return parts.map((part, index) => (index % 2 === 0 ? part : (marks[part] ?? ""))).join("");
  }
}

export class Message {
  readonly segments: readonly Segment[];

  /** Undefined where the text is no message. */
  static read(text: string): Message | undefined {
    return text.startsWith("MSH") && text.length > 8 ? new Message(text) : undefined;
  }

  private constructor(text: string) {
    const [field = "|", component = "^", repetition = "~", escapeMark = "\\", subcomponent = "&"] =
      text.slice(3, 8);
    const by = { field, component, repetition, escapeMark, subcomponent };
    const lines = text.split(/[\r\n]+/).filter((line) => line !== "");
    this.segments = lines.map((line) => new Segment(line, by));
  }

  segment(name: string): Segment | undefined {
    return this.segments.find((segment) => segment.name === name);
  }

  all(name: string): Segment[] {
    return this.segments.filter((segment) => segment.name === name);
  }

  /** Such as `ADT^A31`. */
  get type(): string {
    const header = this.segment("MSH");
    return `${header?.text(9)}^${header?.text(9, 2)}`;
  }

  get controlId(): string {
    return this.segment("MSH")?.text(10) ?? "";
  }
}

/** Why a message is not taken, as ERR-3 (table 0357) and words of the receiver's own say it. */
export class MessageRefusal extends Error {
  constructor(
    readonly code: "AE" | "AR",
    readonly number: string,
    words: string,
    /** Where it is wrong, as ERR-2 has it. */
    readonly place = "",
  ) {
    super(words);
  }
}

let answered = 0;

/** The answer in original mode. */
export function answerTo(message: Message | undefined, refusal?: MessageRefusal): string {
  const now = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const [, event = ""] = message?.type.split("^") ?? [];
  answered += 1;
  const lines = [
    `MSH|^~\\&|EHR|CLINIC|CARELANE||${now}||ACK^${event}^ACK|SIM${answered}|P|2.5.1`,
    `MSA|${refusal?.code ?? "AA"}|${message?.controlId ?? ""}`,
    ...(refusal
      ? [`ERR||${refusal.place}|${refusal.number}^${refusal.message}^HL70357|E||||${refusal.message}`]
      : []),
  ];
  return `${lines.join("\r")}\r`;
}
