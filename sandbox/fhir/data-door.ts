/** Behind a FHIR vendor's stage: its records as its own users see and change them. */
import { isJsonObject, type JsonObject, parseExactly } from "@/sandbox/fhir/exact-json";
import type { Holdings } from "@/sandbox/fhir/holdings";
import { type DataDoor, UnacceptableItem } from "@/sandbox/framework/vendor";

export function fhirDataDoor(holdings: Holdings): DataDoor {
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

function resourceIn(type: string, text: string): JsonObject {
  const value = parsed(text);
  if (!isJsonObject(value) || value.resourceType !== type)
    throw new UnacceptableItem(`A ${type} resource is expected`);
  return value;
}

function parsed(text: string) {
  try {
    return parseExactly(text);
  } catch {
    throw new UnacceptableItem("The body is not JSON");
  }
}
