/** Text as search compares it: without case, accents and punctuation, in any script. Pure. */
import { cleanText } from "./entities/text";

/** Letters that Unicode does not take apart, as people type them. */
const letters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  // Arabic: alef maksura, teh marbuta and the tatweel that only stretches a word.
  ى: "ي",
  ة: "ه",
  ـ: "",
};

const letterPattern = new RegExp(`[${Object.keys(letters).join("")}]`, "g");

// Accents and vowel points that people leave out: Latin, Greek and Cyrillic, Hebrew, Arabic. Marks of other
// scripts are letters of their own (a Devanagari vowel, the voicing of a Japanese kana) and stay.
const accents = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]/g;

const apostrophes = /['\u2018\u2019\u201b\u02bb\u02bc\u02bf\u0060\u00b4]/g;

const separators = /[\p{P}\p{Z}\p{C}]+/gu;

/** `text` in lower case without accents; apostrophes vanish, all other punctuation becomes one space. */
export function normaliseText(text: string): string {
  return text
    .toLowerCase()
    .replace(apostrophes, "")
    .normalize("NFKD")
    .replace(accents, "")
    .replace(letterPattern, (letter) => letters[letter] ?? letter)
    .replace(separators, " ")
    .trim();
}

/** The digits of a phone number, whatever stands between them. */
export function normalisePhone(phone: string): string {
  return phone.normalize("NFKD").replace(/\D/g, "");
}

/** An identifier: case and surrounding spaces do not matter, everything else does. */
export function normaliseIdentifier(value: string): string {
  return cleanText(value).trim().toLowerCase();
}
