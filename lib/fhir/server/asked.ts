/** Parameters of a search as they are asked. */
import { facadeErrors } from "./errors";

/** One parameter as it was asked: `family:exact=Chalmers,Windsor`. */
export interface Asked {
  readonly name: string;
  readonly modifier?: string;
  /** As written, with its escapes. */
  readonly value: string;
}

/** Parts of `value` at each `separator` that is not escaped; the escapes stay. */
export function splitAt(value: string, separator: "," | "|" | "$"): string[] {
  const parts = [""];
  for (const [piece] of value.matchAll(/\\.|[\s\S]/gu)) {
    if (piece === separator) parts.push("");
    else parts.push((parts.pop() ?? "") + piece);
  }
  return parts;
}

export function unescaped(text: string): string {
  return text.replace(/\\([,|$\\])/g, "$1");
}

/** The refusal of a value that cannot be read. */
export function unreadable(name: string, advice: string) {
  return facadeErrors.parameter_invalid({ detail: `Write ${name} ${advice}.` });
}

/** Throws `parameter_unsupported` for a modifier that is none of `known`. */
export function assertModifier({ name, modifier }: Asked, ...known: string[]): void {
  if (modifier === undefined || known.includes(modifier)) return;
  throw facadeErrors.parameter_unsupported({ detail: `${name} takes no :${modifier}.` });
}
