/** Texts as FHIR takes them: senders put control characters, blanks alone, and blanks in codes where FHIR has none. */
import type { FhirJson } from "@/lib/fhir";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
/** What has to be looked at more closely; hardly any text has it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const odd = /^\s|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ud800-\udfff]/;
const blank = /\s/;

const codes = new Set(["code", "contentType", "language"]);
/** URIs, whose blanks have to be written otherwise. */
const addresses = new Set(["system", "url", "endpoint"]);

function isLegalText(name: string, text: string): boolean {
  if (text === "" || odd.test(text)) return false;
  return !(codes.has(name) || addresses.has(name)) || !blank.test(text);
}

/** A text without what FHIR has no characters for; undefined where nothing is left to read. */
export function plainText(text: string): string | undefined {
  const plain = text.toWellFormed().replace(control, "");
  return plain.trim() === "" ? undefined : plain;
}

function legalText(name: string, text: string): string | undefined {
  const plain = plainText(text);
  if (plain === undefined) return undefined;
  if (codes.has(name)) return plain.trim().replaceAll(/\s+/g, " ");
  return addresses.has(name) ? plain.trim().replaceAll(/\s/g, encodeURIComponent) : plain;
}

function isObject(value: unknown): value is FhirJson {
  return typeof value === "object" && value !== null;
}

function isLegal(name: string, value: unknown): boolean {
  if (typeof value === "string") return isLegalText(name, value);
  if (Array.isArray(value)) return value.every((one) => isLegal(name, one));
  if (!isObject(value)) return value !== undefined;
  for (const inner in value) if (!isLegal(inner, value[inner])) return false;
  return true;
}

function legalValue(name: string, value: unknown): unknown {
  if (typeof value === "string") return legalText(name, value);
  if (Array.isArray(value)) {
    const list = value.map((one) => legalValue(name, one)).filter((one) => one !== undefined);
    return list.length === 0 ? undefined : list;
  }
  return isObject(value) ? legalMembers(value) : value;
}

function legalMembers(element: FhirJson): FhirJson | undefined {
  const legal: FhirJson = {};
  for (const name in element) {
    const value = legalValue(name, element[name]);
    if (value !== undefined) legal[name] = value;
  }
  const names = Object.keys(legal);
  // An extension whose value is gone says nothing more.
  const isAddressAlone = names.length === 1 && names[0] === "url" && Object.keys(element).length > 1;
  return names.length === 0 || isAddressAlone ? undefined : legal;
}

/** A resource with texts that are legal, without what says nothing. It is the same one where there is nothing to do. */
export function legalResource(resource: FhirJson): FhirJson {
  return isLegal("", resource) ? resource : (legalMembers(resource) ?? {});
}
