/** In which format an answer is written, and what bodies are read (https://hl7.org/fhir/R4/http.html#mime-type). */
import { parseJson, readBytes } from "@/lib/http/body";
import { httpErrors } from "@/lib/http/errors";
import { parseExactly } from "./decimals";
import { facadeErrors } from "./errors";
import type { FhirRequest } from "./exchange";

export const fhirJson = "application/fhir+json";
const fhirVersion = "4.0";

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

interface MediaType {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** `application/fhir+json; fhirVersion=4.0` in its parts, in lower case. */
function mediaType(text: string): MediaType {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  return {
    type,
    parameters: new Map(
      parameters.map((part) => [part.split("=", 1).join("").trim(), part.split("=")[1]?.trim() ?? ""]),
    ),
  };
}

/** Names no other version of FHIR than ours. */
function isR4({ parameters }: MediaType): boolean {
  return (parameters.get("fhirversion") ?? fhirVersion) === fhirVersion;
}

/** From 0, refused, to 1. */
function quality({ parameters }: MediaType): number {
  return Number(parameters.get("q") ?? 1);
}

function writtenAs(wanted: MediaType): string[] {
  const format = formats[wanted.type];
  if (!format || !isR4(wanted)) return [];
  // Who names the version is told it.
  return [wanted.parameters.has("fhirversion") ? `${format}; fhirVersion=${fhirVersion}` : format];
}

/** The Content-Type of the answer. `_format` goes before Accept. Throws `format_not_acceptable`. */
export function answerType(headers: Headers, query: URLSearchParams): string {
  const asked = query.get("_format");
  // A plus that nobody escaped reads as a space.
  const wanted = asked ? [asked.replaceAll(" ", "+")] : (headers.get("accept") ?? "*/*").split(",");
  const [found] = wanted
    .map(mediaType)
    .filter((one) => quality(one) > 0)
    .toSorted((one, other) => quality(other) - quality(one))
    .flatMap(writtenAs);
  if (found) return `${found}; charset=utf-8`;
  throw facadeErrors.format_not_acceptable({
    detail: `Ask for ${fhirJson} of version ${fhirVersion}; XML and Turtle are not written.`,
  });
}

const readable = new Set([fhirJson, "application/json", "application/json+fhir", "text/json"]);
export const jsonPatch = "application/json-patch+json";
const form = "application/x-www-form-urlencoded";

const maxBodyBytes = 20_000_000;

/** The body of a form: the parameters of a search. */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const { type } = mediaType(request.headers.get("content-type") ?? form);
  if (type !== form) throw httpErrors.body_type_unsupported({ detail: `Send Content-Type: ${form}.` });
  return new URLSearchParams(Buffer.from(await readBytes(request, maxBodyBytes)).toString("utf8"));
}

function isReadable(sent: MediaType, isPatch: boolean): boolean {
  const isUtf8 = /^"?utf-?8"?$/.test(sent.parameters.get("charset") ?? "utf-8");
  return isUtf8 && isR4(sent) && (isPatch ? sent.type === jsonPatch : readable.has(sent.type));
}

/** The resource, or the patch, that a request brings. Throws `body_type_unsupported`, `body_malformed`. */
export async function readJson(request: Request): Promise<Pick<FhirRequest, "sent" | "body">> {
  const isPatch = request.method === "PATCH";
  if (!isReadable(mediaType(request.headers.get("content-type") ?? ""), isPatch)) {
    throw httpErrors.body_type_unsupported({
      detail: `Send Content-Type: ${isPatch ? jsonPatch : fhirJson}, of FHIR ${fhirVersion}, in UTF-8.`,
    });
  }
  const sent = await readBytes(request, maxBodyBytes);
  return { sent, body: parseJson(sent, parseExactly) };
}
