/** What a primitive's value may be (https://hl7.org/fhir/R4/datatypes.html#primitive). */

type Primitive =
  | { readonly json: "string"; readonly says: string; readonly accepts: (value: string) => boolean }
  | { readonly json: "number"; readonly says: string; readonly accepts: (value: number) => boolean }
  | { readonly json: "boolean"; readonly says: string };

/** Texts and binary content over this many characters are not looked at any further. */
const longestText = 1024 * 1024;

const datePattern = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;
const timePattern = /^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?$/;
const zonedPattern =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]((0\d|1[0-3]):[0-5]\d|14:00))$/;

/** Is there such a day? What says no day is one as it is. */
function isDay(value: string): boolean {
  const [year = 0, month = 1, day = 1] = value.slice(0, 10).split("-").map(Number);
  return year > 0 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const isDate = (value: string) => datePattern.test(value) && isDay(value);
const isInstant = (value: string) => zonedPattern.test(value) && isDay(value);
const isBase64 = (value: string) =>
  value.replace(/\s/g, "").length % 4 === 0 && /^[A-Za-z0-9+/\s]*(=\s*){0,2}$/.test(value);
const isWhole = (least: number) => (value: number) =>
  Number.isInteger(value) && value >= least && value <= 2_147_483_647;

function text(says: string, pattern: RegExp): Primitive {
  return { json: "string", says, accepts: (value) => pattern.test(value) };
}

const uri = text("an address without blanks", /^\S+$/);
/** Of the characters below U+0020 texts have tabs and ends of lines alone. */
function isText(value: string): boolean {
  return /\S/.test(value) && !/[^\t\n\r\u0020-\u{10FFFF}]/u.test(value);
}

const words: Primitive = {
  json: "string",
  says: "a text that is not blank, without control characters",
  accepts: isText,
};

const primitives: Readonly<Record<string, Primitive>> = {
  base64Binary: { json: "string", says: "base64", accepts: isBase64 },
  boolean: { json: "boolean", says: "true or false" },
  canonical: uri,
  code: text("a code: no blanks around it, single ones inside", /^\S+( \S+)*$/),
  date: { json: "string", says: "a date: YYYY, YYYY-MM or YYYY-MM-DD", accepts: isDate },
  dateTime: {
    json: "string",
    says: "a date, or a date and time with seconds and offset",
    accepts: (value) => isDate(value) || isInstant(value),
  },
  decimal: { json: "number", says: "a number", accepts: Number.isFinite },
  id: text("1 to 64 of A-Z, a-z, 0-9, - and .", /^[A-Za-z0-9\-.]{1,64}$/),
  instant: { json: "string", says: "a date and time with seconds and offset", accepts: isInstant },
  integer: { json: "number", says: "a whole number of 32 bits", accepts: isWhole(-2_147_483_648) },
  markdown: words,
  oid: text("an OID as urn:oid:", /^urn:oid:[0-2](\.(0|[1-9]\d*))+$/),
  positiveInt: { json: "number", says: "a whole number from 1", accepts: isWhole(1) },
  string: words,
  time: text("a time: HH:MM:SS", timePattern),
  unsignedInt: { json: "number", says: "a whole number from 0", accepts: isWhole(0) },
  uri,
  url: uri,
  uuid: text("a UUID as urn:uuid:", /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i),
  xhtml: words,
};

export interface PrimitiveProblem {
  readonly code: "structure" | "value" | "too-long";
  readonly diagnostics: string;
}

function isAccepted(primitive: Primitive, value: unknown): boolean {
  if (primitive.json === "string") return typeof value === "string" && primitive.accepts(value);
  return primitive.json === "boolean" || (typeof value === "number" && primitive.accepts(value));
}

/** What is wrong with `value` as a value of `type`, which is primitive. */
export function primitiveProblem(type: string, value: unknown): PrimitiveProblem | undefined {
  const primitive = primitives[type];
  if (!primitive) throw new Error(`FHIR R4 defines no ${type}.`);
  const { json, says } = primitive;
  if (typeof value !== json) return { code: "structure", diagnostics: `It must be ${says}, as a ${json}.` };
  if (typeof value === "string" && value.length > longestText && type !== "base64Binary") {
    return { code: "too-long", diagnostics: "FHIR allows no text longer than 1 MB." };
  }
  return isAccepted(primitive, value) ? undefined : { code: "value", diagnostics: `It must be ${says}.` };
}
