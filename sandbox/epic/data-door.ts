/** Behind Epic's stage: its records as its own users see and change them. */
import { isJsonObject, type JsonObject, parseExactly } from "@/sandbox/fhir/exact-json";
import type { Holdings } from "@/sandbox/fhir/holdings";
import { type DataDoor, UnacceptableItem } from "@/sandbox/framework/vendor";

export function epicDataDoor(holdings: Holdings): DataDoor {
  return {
    list: (type, offset, limit) => ({
      total: holdings.count(type),
      items: holdings.page(type, offset, limit),
    }),
    create: (type, text) => holdings.add(resourceIn(type, text)),
    replace: (type, id, text) =>
      holdings.text(type, id) === undefined ? undefined : holdings.add(resourceIn(type, text), id),
    remove: (type, id) => holdings.remove(type, id),
    merge: (type, id, into) => type === "Patient" && holdings.merge(id, into),
  };
}

/** The resource as it came, without the version Epic does not keep. */
function resourceIn(type: string, text: string): JsonObject {
  const value = parsed(text);
  if (!isJsonObject(value) || value.resourceType !== type)
    throw new UnacceptableItem(`A ${type} resource is expected`);
  return withoutVersion(value);
}

function parsed(text: string) {
  try {
    return parseExactly(text);
  } catch {
    throw new UnacceptableItem("The body is not JSON");
  }
}

/** Epic sends neither meta.versionId nor meta.lastUpdated. */
export function withoutVersion(resource: JsonObject): JsonObject {
  if (!isJsonObject(resource.meta)) return resource;
  const { versionId: _, lastUpdated: __, ...meta } = resource.meta;
  return { ...resource, meta: Object.keys(meta).length > 0 ? meta : undefined };
}
