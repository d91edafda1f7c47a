/** Names, sex, phone numbers and references of people. */
import { z } from "zod";
import type { Json } from "../path";
import { defineFunction, identity, text } from "./define";

const sexes = new Map([
  ...["m", "male", "1"].map((word) => [word, "male"] as const),
  ...["f", "female", "2"].map((word) => [word, "female"] as const),
  ...["o", "other", "x"].map((word) => [word, "other"] as const),
]);
const letters = new Map([
  ["male", "M"],
  ["female", "F"],
  ["other", "O"],
  ["unknown", "U"],
]);

const extensionPattern = /\s*(?:;ext=|(?:ext(?:ension)?\.?|x)\s*)(\d+)$/i;

/**
 * E.164 where the number is whole: with a plus, or ten digits of North America. A local number has no area code and
 * stays local. Extensions are written as RFC 3966 does.
 */
function normalizePhone(value: string): string | undefined {
  const extension = extensionPattern.exec(value)?.[1];
  const number = value.replace(extensionPattern, "").trim();
  const digits = number.replace(/\D/g, "");
  if (digits === "" || /[^\d\s()+./-]/.test(number)) return undefined;
  const suffix = extension === undefined ? "" : `;ext=${extension}`;
  if (number.startsWith("+")) return `+${digits}${suffix}`;
  if (digits.length === 10) return `+1${digits}${suffix}`;
  if (digits.length === 11 && digits.startsWith("1")) return `+${digits}${suffix}`;
  return digits + suffix;
}

const namePart = z.union([z.string(), z.number().transform(String)]).nullish();
const nameParts = z.object({
  prefix: namePart,
  firstName: namePart,
  middleName: namePart,
  lastName: namePart,
  suffix: namePart,
});

function joinName({ prefix, firstName, middleName, lastName, suffix }: z.output<typeof nameParts>): Json {
  const parts = [prefix, firstName, middleName, lastName, suffix].map((part) => part?.trim() ?? "");
  return parts.filter((part) => part !== "").join(" ") || null;
}

export const peopleFunctions = [
  defineFunction("normalize_gender", {
    description: "The words and letters vendors use as male, female, other or unknown.",
    takes: text,
    inverse: "gender_to_letter",
    examples: [
      ...["M", "m", "male", 1].map((input) => ({ input, output: "male" })),
      ...["F", "female", 2].map((input) => ({ input, output: "female" })),
      ...["O", "other", "X"].map((input) => ({ input, output: "other" })),
      ...["U", "", "unknown", "?"].map((input) => ({ input, output: "unknown" })),
    ],
    apply: (value) => sexes.get(value.trim().toLowerCase()) ?? "unknown",
  }),
  defineFunction("gender_to_letter", {
    description: "M, F, O or U for male, female, other and unknown.",
    takes: { ...text, words: "male, female, other or unknown" },
    inverse: "normalize_gender",
    examples: [...letters].map(([input, output]) => ({ input, output })),
    apply: (value) => letters.get(value),
  }),
  defineFunction("normalize_phone", {
    description: "A phone number as E.164 where it is whole; a local one as its digits.",
    takes: { ...text, words: "a phone number" },
    args: { country: z.enum(["US", "CA"]).default("US") },
    inverse: identity,
    examples: [
      { input: "(555) 123-4567", output: "+15551234567" },
      { input: "555-1234", output: "5551234" },
      { input: "+44 20 7946 0958", output: "+442079460958" },
      { input: "(555) 123-4567 x12", output: "+15551234567;ext=12" },
    ],
    apply: normalizePhone,
  }),
  defineFunction("format_phone_us", {
    description: "A number of North America as (555) 123-4567; others stay.",
    takes: text,
    inverse: "normalize_phone",
    examples: [
      { input: "+15551234567", output: "(555) 123-4567" },
      { input: "5551234567", output: "(555) 123-4567" },
      { input: "+442079460958", output: "+442079460958" },
    ],
    apply: (value) => value.replace(/^(?:\+1)?(\d{3})(\d{3})(\d{4})$/, "($1) $2-$3"),
  }),
  defineFunction("full_name", {
    description: "One line of prefix, firstName, middleName, lastName and suffix.",
    takes: { schema: nameParts, words: "an object with the parts of a name" },
    examples: [
      { input: { firstName: "John", lastName: "Doe" }, output: "John Doe" },
      {
        input: { prefix: "Dr", firstName: "Ann", middleName: null, lastName: " Lee " },
        output: "Dr Ann Lee",
      },
    ],
    apply: joinName,
  }),
  defineFunction("initials", {
    description: "The first letter of each word.",
    takes: text,
    examples: [{ input: "Mary Ann Smith", output: "MAS" }],
    apply: (value) => [...value.matchAll(/(?<![\p{L}'’])\p{L}/gu)].join("").toUpperCase(),
  }),
  defineFunction("normalize_email", {
    description: "An e-mail address without spaces around it, in small letters.",
    takes: text,
    inverse: identity,
    examples: [{ input: " John.Doe@Example.COM ", output: "john.doe@example.com" }],
    apply: (value) => value.trim().toLowerCase(),
  }),
  defineFunction("normalize_zip", {
    description: "A ZIP code with its hyphen; what is none stays.",
    takes: text,
    inverse: identity,
    examples: [
      { input: "021151234", output: "02115-1234" },
      { input: "02115", output: "02115" },
    ],
    apply: (value) => value.trim().replace(/^(\d{5})(\d{4})$/, "$1-$2"),
  }),
  defineFunction("reference_to_id", {
    description: "The id at the end of a FHIR reference.",
    takes: text,
    args: { type: z.string().max(64).optional() },
    inverse: "id_to_reference",
    examples: [{ input: "Patient/p1", args: { type: "Patient" }, output: "p1" }],
    apply: (value) => value.split("/_history/")[0]?.split("/").at(-1),
  }),
  defineFunction("id_to_reference", {
    description: "A FHIR reference to a resource of `type`; without a type, the id alone.",
    takes: text,
    args: { type: z.string().max(64).optional() },
    inverse: "reference_to_id",
    examples: [{ input: "p1", args: { type: "Patient" }, output: "Patient/p1" }],
    apply: (value, { type }) => (type === undefined ? value : `${type}/${value}`),
  }),
];
