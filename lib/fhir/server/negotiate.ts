/** In which format an answer is written, and what bodies are read (https://hl7.org/fhir/R4/http.html#mime-type). */
import { parseJson, readBytes } from "@/lib/http/body";
import { httpErrors } from "@/lib/http/errors";
import { parseExactly } from "./decimals";
import { facadeErrors } from "./errors";

export const fhirJson = "application/fhir+json";

/** What is answered for each format that may be asked for. */
const formats: Readonly<Record<string, string>> = {
  json: fhirJson,
  "application/fhir+json": fhirJson,
  "application/json": "application/json",
  "application/json+fhir": fhirJson,
  "text/json": fhirJson,
  "application/*": fhirJson,
  "*/*": fhirJson,
};

function mediaType(text: string): string {
  return text.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

function isRefused(range: string): boolean {
  return /;\s*q=0(\.0*)?\s*(;|$)/.test(range);
}

/** The Content-Type of the answer. `_format` goes before Accept. Throws `format_not_acceptable`. */
export function answerType(headers: Headers, query: URLSearchParams): string {
  const asked = query.get("_format");
  // A plus that nobody escaped reads as a space.
  const wanted = asked ? [asked.replaceAll(" ", "+")] : (headers.get("accept") ?? "*/*").split(",");
  const [found] = wanted
    .filter((range) => !isRefused(range))
    .flatMap((range) => formats[mediaType(range)] ?? []);
  if (found) return found;
  throw facadeErrors.format_not_acceptable({
    detail: `Ask for ${fhirJson}; XML and Turtle are not written.`,
  });
}

const readable = new Set([fhirJson, "application/json", "application/json+fhir", "text/json"]);
export const jsonPatch = "application/json-patch+json";
const form = "application/x-www-form-urlencoded";

const maxBodyBytes = 20_000_000;

/** The body of a form: the parameters of a search. */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const type = mediaType(request.headers.get("content-type") ?? form);
  if (type !== form) throw httpErrors.body_type_unsupported({ detail: `Send Content-Type: ${form}.` });
  return new URLSearchParams(Buffer.from(await readBytes(request, maxBodyBytes)).toString("utf8"));
}

/** The resource, or the patch, that a request brings. Throws `body_type_unsupported`, `body_malformed`. */
export async function readJson(request: Request): Promise<unknown> {
  const type = mediaType(request.headers.get("content-type") ?? "");
  const isPatch = request.method === "PATCH";
  if (isPatch ? type !== jsonPatch : !readable.has(type)) {
    throw httpErrors.body_type_unsupported({
      detail: `Send Content-Type: ${isPatch ? jsonPatch : fhirJson}.`,
    });
  }
  return parseJson(await readBytes(request, maxBodyBytes), parseExactly);
}
