/** Entries of batches and transactions, as requests and as answers. */
import { z } from "zod";
import type { FhirJson } from "@/lib/fhir";
import { facadeErrors } from "./errors";
import { baseUrl, type FhirAnswer, type FhirRequest } from "./exchange";
import { jsonPatch } from "./negotiate";
import { shownResource } from "./prefer";

const mostEntries = 5_000;

const entrySchema = z.looseObject({
  fullUrl: z.string().optional(),
  resource: z.looseObject({}).optional(),
  request: z.looseObject({
    method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]),
    url: z.string(),
    ifMatch: z.string().optional(),
    ifNoneMatch: z.string().optional(),
    ifModifiedSince: z.string().optional(),
    ifNoneExist: z.string().optional(),
  }),
});
export type BundleEntry = z.output<typeof entrySchema>;

const bundleSchema = z.looseObject({
  resourceType: z.literal("Bundle"),
  type: z.enum(["batch", "transaction"]),
  entry: z.array(entrySchema).max(mostEntries).default([]),
});

/** Throws `fhir_request_invalid`, naming what is wrong. */
export function readBundle(body: unknown): z.output<typeof bundleSchema> {
  const parsed = bundleSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw facadeErrors.fhir_request_invalid({
    detail: "Send a Bundle of type batch or transaction.",
    errors: parsed.error.issues.map(({ path, message }) => ({
      path: ["Bundle", ...path].join("."),
      message,
    })),
  });
}

const patchBinary = z.looseObject({
  resourceType: z.literal("Binary"),
  contentType: z.literal(jsonPatch),
  data: z.base64(),
});

/** A patch travels in a bundle as a Binary. */
function patchIn(resource: unknown): unknown {
  const binary = patchBinary.safeParse(resource).data;
  if (!binary) throw facadeErrors.patch_invalid({ detail: `Send the patch as a Binary of ${jsonPatch}.` });
  try {
    return JSON.parse(Buffer.from(binary.data, "base64").toString("utf8"));
  } catch {
    throw facadeErrors.patch_invalid({ detail: "The Binary holds no JSON." });
  }
}

function headersOf({ request }: BundleEntry, prefer: string | null): Headers {
  const named = {
    "if-match": request.ifMatch,
    "if-none-match": request.ifNoneMatch,
    "if-modified-since": request.ifModifiedSince,
    "if-none-exist": request.ifNoneExist,
    prefer: prefer ?? undefined,
  };
  return new Headers(
    Object.entries(named).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as [string, string]],
    ),
  );
}

/** Path and query below the base. */
export function splitAddress(url: string): { readonly path: string[]; readonly query: URLSearchParams } {
  const own = url.startsWith(`${baseUrl()}/`) ? url.slice(baseUrl().length + 1) : url;
  const [path = "", query = ""] = own.split(/\?(.*)/s);
  return { path: path.split("/").filter(Boolean), query: new URLSearchParams(query) };
}

/** The entry as a request of its own. Throws `patch_invalid`. */
export function entryRequest(entry: BundleEntry, prefer: string | null): FhirRequest {
  const { method, url } = entry.request;
  return {
    method: method === "HEAD" ? "GET" : method,
    ...splitAddress(url),
    headers: headersOf(entry, prefer),
    body: method === "PATCH" ? patchIn(entry.resource) : entry.resource,
  };
}

/** The entry of the answer, with what is shown of it as after a request of its own. */
export function entryAnswer(answer: FhirAnswer, request: FhirRequest): FhirJson {
  const { status, location, etag, lastModified } = answer;
  const shown = shownResource(answer, request);
  const isOutcome = shown?.resourceType === "OperationOutcome";
  return {
    resource: isOutcome ? undefined : shown,
    response: {
      status: String(status),
      location: request.method === "GET" ? undefined : location,
      etag,
      lastModified: lastModified?.toISOString(),
      outcome: isOutcome ? shown : undefined,
    },
  };
}
