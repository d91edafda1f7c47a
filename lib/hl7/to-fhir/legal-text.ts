/** Texts as FHIR takes them: senders put control characters, blanks alone, and blanks in codes where FHIR has none. */
import type { FhirJson } from "@/lib/fhir";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
const blank = /\s/;

/** Elements that are URIs, whose blanks have to be written otherwise. */
const addresses: readonly string[] = ["system", "url", "endpoint"];

function legalString(name: string, text: string): string | undefined {
  const plain = (text.isWellFormed() ? text : text.toWellFormed()).replace(control, "");
  if (plain.trim() === "") return undefined;
  if (!blank.test(plain)) return plain;
  if (name === "code" || name === "contentType") return plain.trim().replaceAll(/\s+/g, " ");
  return addresses.includes(name) ? plain.trim().replaceAll(/\s/g, encodeURIComponent) : plain;
}

function isObject(value: unknown): value is FhirJson {
  return typeof value === "object" && value !== null;
}

function legalValue(name: string, value: unknown): unknown {
  if (typeof value === "string") return legalString(name, value);
  if (Array.isArray(value)) {
    const list = value.map((one) => legalValue(name, one)).filter((one) => one !== undefined);
    return list.length === 0 ? undefined : list;
  }
  return isObject(value) ? legalElement(value) : value;
}

/** An element with texts that are legal; what has none is left out. */
export function legalElement(element: FhirJson): FhirJson | undefined {
  const legal: FhirJson = {};
  let isEmpty = true;
  for (const name in element) {
    const value = legalValue(name, element[name]);
    if (value === undefined) continue;
    legal[name] = value;
    isEmpty = false;
  }
  return isEmpty ? undefined : legal;
}
