/**
 * Which passwords are refused (OWASP ASVS 5.0, V6.2): short ones and those that guessing tries first. There
 * are no rules on kinds of characters, and long passphrases with spaces are welcome.
 */
import { commonWords } from "./common-passwords";
import { authErrors } from "./errors";
import { minPasswordLength } from "./password-length";

const lookAlikes: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
  "!": "i",
};

const rows = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop",
  "qwertzuiop",
  "asdfghjkl",
  "zxcvbnm",
];

function withoutEnds(text: string): string {
  return text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
}

function asLetters(text: string): string {
  return [...text].map((sign) => lookAlikes[sign] ?? sign).join("");
}

function isRepetition(text: string): boolean {
  return /^(.{1,4}?)\1+.{0,2}$/su.test(text);
}

function isRun(text: string): boolean {
  return rows.some((row) => {
    const backwards = [...row].reverse().join("");
    return `${row}${row}`.includes(text) || `${backwards}${backwards}`.includes(text);
  });
}

function isCommon(password: string): boolean {
  const text = password.toLowerCase();
  const readings = [text, withoutEnds(text), asLetters(withoutEnds(text)), withoutEnds(asLetters(text))];
  return readings.some((reading) => commonWords.has(reading)) || isRepetition(text) || isRun(text);
}

/** True when little but the person's own name or address is left. */
function tellsOf(password: string, person: { email: string; name: string }): boolean {
  const words = [...person.email.split(/[@._+-]/), ...person.name.split(/\s+/)];
  const known = words.map((word) => word.toLowerCase()).filter((word) => word.length >= 3);
  const rest = known.reduce((text, word) => text.replaceAll(word, ""), password.toLowerCase());
  return rest.length < password.length && rest.replace(/[^\p{L}]/gu, "").length < 4;
}

function weakness(password: string, person: { email: string; name: string }): string | undefined {
  if ([...password].length < minPasswordLength) return `Use at least ${minPasswordLength} characters.`;
  if (isCommon(password)) return "This is one of the passwords that are tried first. Use another.";
  if (tellsOf(password, person)) return "Use more than the person's own name or address.";
  return undefined;
}

/** Throws `password_weak` with what to change when `password` is too easy to guess for this person. */
export function assertStrongPassword(password: string, person: { email: string; name: string }): void {
  const message = weakness(password, person);
  if (message) throw authErrors.password_weak({ detail: message, errors: [{ path: "password", message }] });
}
