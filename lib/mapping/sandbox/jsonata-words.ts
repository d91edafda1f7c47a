/** What the errors of JSONata mean. Their own messages quote values, so none of them is ever said. */
import { positionIn } from "./condition";

/** What JSONata tells of an error, but for values and messages. */
export interface JsonataError {
  /** "D3030" */
  readonly error: string;
  /** In the code as it ran, counted from 1. */
  readonly position?: number;
  /** The function or operator that failed, as the code names it. */
  readonly token?: string;
}

/** By code; `{}` stands for the function or operator. https://github.com/jsonata-js/jsonata, errorCodes in src/jsonata.js */
const reasons: Readonly<Record<string, string>> = {
  T0410: "{} was given a value that it does not take",
  T0411: "{} was given a value that it does not take",
  T0412: "{} was given a list with a value that it does not take",
  D1001: "A number is too large",
  D1002: "What is negated is no number",
  T1003: "The name of a field is no text",
  D1004: "A regular expression finds empty text",
  T1005: "{} is no function",
  T1006: "{} is no function",
  T1007: "{} is no function",
  T1008: "{} is no function",
  D1009: "Two fields of an object have the same name",
  D1011: "It calls itself too often",
  T2001: "What stands left of {} is no number",
  T2002: "What stands right of {} is no number",
  T2003: "What stands left of .. is no whole number",
  T2004: "What stands right of .. is no whole number",
  T2006: "What stands right of ~> is no function",
  T2007: "Values of different kinds cannot be put in order",
  T2008: "Only numbers and text can be put in order",
  T2009: "{} compares values of different kinds",
  T2010: "{} compares what is neither a number nor text",
  D2014: "A list is too long",
  D2015: "A list is too long",
  D3001: "A number is too large",
  D3030: "{} was given a value that is no number",
  D3060: "{} was given a number below zero",
  D3061: "The result of {} is too large",
  D3070: "{} was given a list that is not of numbers alone or of text alone",
  D3110: "{} was given a value that is no date and time of ISO 8601",
  D3120: "The expression given to {} is not JSONata",
  D3121: "The expression given to {} failed",
  D3137: "The expression says itself that it failed, by {}",
  D3138: "{} found more than one",
  D3139: "{} found none",
  D3140: "{} was given a value that is no URL",
  D3141: "What {} wants does not hold",
};

/** JSONata blames these for all that fails on their right. */
const connectives: readonly (string | undefined)[] = ["and", "or"];

/** What the code itself calls the thing that failed: whatever else a token were could be a value. */
function nameIn(code: string, { error, token = "" }: JsonataError): string {
  const called = [`$${token}`, token].find((name) => token !== "" && code.includes(name));
  if (called !== undefined && !connectives.includes(token)) return called;
  return /^.2/.test(error) ? "an operator" : "a function";
}

function placeOf(code: string, { position = 0, token }: JsonataError): string {
  const written = positionIn(code, position);
  if (written < 1 || written > code.length) return "";
  return connectives.includes(token)
    ? `, right of ${token} at position ${written}`
    : `, at position ${written}`;
}

/** Why an expression failed and where, in words: "$number was given a value that is no number, at position 8 (D3030)." */
export function jsonataWords(code: string, failure: JsonataError): string {
  const reason = reasons[failure.error] ?? "The expression failed";
  const said = reason
    .replace("{}", () => nameIn(code, failure))
    .replace(/^an? /, (article) => `A${article.slice(1)}`);
  return `${said}${placeOf(code, failure)} (JSONata ${failure.error}).`;
}
