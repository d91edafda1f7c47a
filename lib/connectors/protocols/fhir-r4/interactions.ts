/** Reads and writes of single resources. Vendors rewrite what they are given, so every write is read back. */
import { z } from "zod";
import { type OutboundReply, outboundErrors } from "@/lib/http/client";
import { asResource, type ResourceText } from "./resource";
import { checkJson, type FhirServer } from "./server";

function resourceOf(reply: OutboundReply): ResourceText {
  const resource = asResource(reply.json(z.unknown()));
  if (!resource) throw outboundErrors.vendor_reply_unreadable({ detail: "The answer is no FHIR resource." });
  return { resource, text: reply.text() };
}

/** Reads one resource. Its id differs from the one asked for when the server redirected to another. */
export async function readResource(server: FhirServer, type: string, id: string): Promise<ResourceText> {
  return resourceOf(await server.call(`${type}/${encodeURIComponent(id)}`, { check: checkJson }));
}

/** The id in `[base]/Type/id` or `[base]/Type/id/_history/version`. */
function idIn(location: string | null, type: string): string | undefined {
  const parts = (location ?? "").split(/[?#]/)[0]?.split("/") ?? [];
  const id = parts[parts.lastIndexOf(type) + 1];
  return parts.includes(type) && id ? decodeURIComponent(id) : undefined;
}

async function readBack(server: FhirServer, type: string, id: string): Promise<ResourceText> {
  try {
    return await readResource(server, type, id);
  } catch (cause) {
    // Whatever keeps us from reading it, it has been written: a caller who took it for not sent would send it again.
    throw outboundErrors.vendor_outcome_unknown({
      detail: "It was written, but could not be read back.",
      cause,
    });
  }
}

/** Creates a resource and answers it as the server now holds it. */
export async function createResource(
  server: FhirServer,
  type: string,
  resource: Readonly<Record<string, unknown>>,
): Promise<ResourceText> {
  const { id: _ours, meta: _meta, ...content } = resource;
  const body = JSON.stringify({ ...content, resourceType: type });
  const reply = await server.call(type, { method: "POST", body, keptAs: `${type}.create` });
  const id = idIn(reply.headers.get("location"), type);
  if (!id) {
    throw outboundErrors.vendor_outcome_unknown({ detail: "It was accepted without an id to find it by." });
  }
  return readBack(server, type, id);
}

/** The version a change is made to, as FHIR names it in a header (https://hl7.org/fhir/R4/http.html#concurrency). */
function ifMatch(version: string | undefined): Record<string, string> {
  return version === undefined ? {} : { "if-match": `W/"${version}"` };
}

/** Replaces a resource, unless it is no more at `version`, and answers it as the server now holds it. */
export async function updateResource(
  server: FhirServer,
  type: string,
  id: string,
  resource: Readonly<Record<string, unknown>>,
  version?: string,
): Promise<ResourceText> {
  await server.call(`${type}/${encodeURIComponent(id)}`, {
    method: "PUT",
    keptAs: `${type}.update`,
    body: JSON.stringify({ ...resource, resourceType: type, id }),
    headers: ifMatch(version),
  });
  return readBack(server, type, id);
}

/** Changes a resource by a JSON Patch (RFC 6902), unless it is no more at `version`; answers as `updateResource`. */
export async function patchResource(
  server: FhirServer,
  type: string,
  id: string,
  operations: readonly object[],
  version?: string,
): Promise<ResourceText> {
  if (operations.length === 0) return readResource(server, type, id);
  await server.call(`${type}/${encodeURIComponent(id)}`, {
    method: "PATCH",
    keptAs: `${type}.patch`,
    body: JSON.stringify(operations),
    headers: { "content-type": "application/json-patch+json", ...ifMatch(version) },
  });
  return readBack(server, type, id);
}
