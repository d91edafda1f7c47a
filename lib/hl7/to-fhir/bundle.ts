/** A converted message as a Bundle. */
import type { FhirJson } from "@/lib/fhir";
import type { ConvertedMessage, ConvertedResource } from "./converted";
import { element } from "./elements";

/** Each resource is put where its id says, so that the next message about the same finds it. */
function entryOf(
  { resourceType, id, resource, isDeleted }: ConvertedResource,
  base: string,
  isTransaction: boolean,
): FhirJson {
  const url = `${resourceType}/${id}`;
  const entry = { fullUrl: `${base}/${url}`, resource };
  if (!isTransaction) return entry;
  if (isDeleted) return { fullUrl: entry.fullUrl, request: { method: "DELETE", url } };
  return { ...entry, request: { method: "PUT", url } };
}

export interface BundleOptions {
  /** A message to be read; or a transaction to be carried out. */
  readonly type: "message" | "transaction";
  /** Where the references are relative to, without a slash at its end. */
  readonly base: string;
  /** When the message was sent, or the bundle made. */
  readonly timestamp?: string;
}

/** The header comes first, as FHIR wants it of a message (R4 messaging.html). */
export function bundleOf(
  { resources }: ConvertedMessage,
  { type, base, timestamp }: BundleOptions,
): FhirJson {
  const isTransaction = type === "transaction";
  const headers = resources.filter(({ resourceType }) => resourceType === "MessageHeader");
  const rest = resources.filter((one) => !headers.includes(one));
  const entry = [...headers, ...rest].map((one) => entryOf(one, base, isTransaction));
  return { resourceType: "Bundle", type, ...element({ timestamp, entry }) };
}
