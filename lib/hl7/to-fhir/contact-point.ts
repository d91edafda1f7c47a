/**
 * XTN: how somebody is reached (guide: XTN[ContactPoint]). Senders write numbers and addresses into other components than
 * those that are for them; what plainly is one is taken from wherever it stands.
 */
import type { FhirContactPoint } from "@/lib/fhir";
import type { Repetition } from "../repetition";
import { period, type Sender } from "./data-types";
import { element, entries } from "./elements";
import { meaningOf, type Table } from "./table";

/** Table 0201, and what senders write out. */
const telecomUses: Table = {
  CELL: "mobile",
  HOME: "home",
  MOBILE: "mobile",
  WORK: "work",
  PRN: "home",
  ORN: "home",
  VHN: "home",
  WPN: "work",
  PRS: "mobile",
};

/** Table 0202. */
const telecomSystems: Table = {
  PH: "phone",
  CP: "phone",
  FX: "fax",
  BP: "pager",
  INTERNET: "email",
  "X.400": "email",
  MD: "other",
  SAT: "other",
  TDD: "other",
  TTY: "other",
};

function isAddress(text: string): boolean {
  return /^[^\s@:]+@[^\s@:]+$/.test(text);
}

/** Of more digits than the code of a country or an area, or an extension. */
function isNumber(text: string | undefined): text is string {
  return text !== undefined && text.replaceAll(/\D/g, "").length >= 5;
}

function mailOf(value: Repetition, isMail: boolean): string | undefined {
  const address = [4, 1, 12]
    .map((component) => value.text(component))
    .find((text) => text && isAddress(text));
  return address ?? (isMail ? (value.text(4) ?? value.text(1)) : undefined);
}

/** A telephone number of its parts: +country, area, local, X extension; else as it is written in one. */
function numberOf(value: Repetition, mail: string | undefined): string | undefined {
  const [whole, address, country, area, local, extension, words, unformatted] = [1, 4, 5, 6, 7, 8, 9, 12]
    .map((component) => value.text(component))
    .map((text) => (text === mail ? undefined : text));
  const line = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(" ");
  const outside = [country && `+${country.replace(/^\+/, "")}`, area];
  const inside = extension && `X${extension.replace(/^(x|ext\.?)\s*/i, "")}`;
  if (local !== undefined) return line(...outside, local, inside);
  const written = unformatted ?? whole ?? (isNumber(address) ? address : undefined);
  if (written !== undefined) return line(written, inside);
  if (isNumber(area)) return line(...outside, inside);
  const last = [extension, words].find(isNumber);
  return last && line(...outside, last);
}

function saysSomething(value: Repetition): boolean {
  return [1, 4, 5, 6, 7, 8, 9, 12].some((component) => value.text(component) !== undefined);
}

/**
 * An address of electronic mail, a telephone number or both; none where nothing is said. Undefined of what is neither.
 * What is no address is a telephone where its kind is not said.
 */
export function contactPointsOf(value: Repetition, sender: Sender): FhirContactPoint[] | undefined {
  const [use, equipment] = [2, 3].map((component) => value.text(component)?.toUpperCase());
  const system = meaningOf(telecomSystems, equipment ?? "PH") ?? "other";
  const address = value.text(4);
  const isMailByDefault = !equipment && address !== undefined && !isNumber(address);
  const mail = mailOf(value, system === "email" || use === "NET" || isMailByDefault);
  const number = numberOf(value, mail);
  const rank = Number(value.text(18));
  const beside = {
    use: meaningOf(telecomUses, use),
    rank: Number.isInteger(rank) && rank > 0 ? rank : undefined,
    period: period(value, [13, 14], sender),
  };
  const mobile = equipment === "CP" && { use: "mobile" };
  const found = entries([
    mail === undefined ? undefined : element<FhirContactPoint>({ system: "email", value: mail, ...beside }),
    // Beside an address there may be words that name it.
    number === undefined || (mail !== undefined && !isNumber(number))
      ? undefined
      : element<FhirContactPoint>({
          system: system === "email" ? "phone" : system,
          value: number,
          ...beside,
          ...mobile,
        }),
  ]);
  return found ?? (saysSomething(value) ? undefined : []);
}
