/** Replies in FHIR's media type. */
import type { JsonObject } from "@/sandbox/fhir/exact-json";
import type { Reply } from "@/sandbox/framework/reply";

const fhirJson = "application/fhir+json; charset=utf-8";

/** Answers with a resource that is JSON text already. */
export function fhirTextReply(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return { status, headers: { "content-type": fhirJson, ...headers }, body };
}

export function fhirReply(status: number, resource: JsonObject, headers: Record<string, string> = {}): Reply {
  return fhirTextReply(status, JSON.stringify(resource), headers);
}
