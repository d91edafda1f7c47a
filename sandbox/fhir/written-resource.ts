/** The resource that a client sent to be written. */
import { isJsonObject, type JsonObject, type JsonValue, parseExactly } from "@/sandbox/fhir/exact-json";
import type { Refusal } from "@/sandbox/fhir/refusal";

/** Throws what `refusalFor` makes of a body that is no resource of the type. */
export function writtenResource(
  type: string,
  body: string,
  refusalFor: (diagnostics: string) => Refusal,
): JsonObject {
  const resource = writtenJson(body, refusalFor);
  if (isJsonObject(resource) && resource.resourceType === type) return resource;
  throw refusalFor(`A ${type} resource is expected.`);
}

/** Throws what `refusalFor` makes of a body that is not JSON. */
export function writtenJson(body: string, refusalFor: (diagnostics: string) => Refusal): JsonValue {
  try {
    return parseExactly(body);
  } catch {
    throw refusalFor("Invalid JSON syntax.");
  }
}
