/** Bundles (https://hl7.org/fhir/R4/bundle.html): made of resources, and taken apart into them. */
import { z } from "zod";
import { newId } from "@/lib/platform/ids";
import { parseResource } from "./parse";
import type { FhirJson } from "./resource";

type BundleType = "transaction" | "batch" | "collection" | "searchset";

interface BundleOptions {
  /** The server's address, where the resources are or shall be read. */
  readonly baseUrl?: string;
  /** Of a searchset: how many match in all. */
  readonly total?: number;
  /** Of a searchset: which resources come along without matching. */
  readonly isIncluded?: (resource: FhirJson) => boolean;
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
}

function addressOf({ resourceType, id }: FhirJson): string | undefined {
  return typeof id === "string" ? `${resourceType}/${id}` : undefined;
}

function requestOf(resource: FhirJson): FhirJson {
  const address = addressOf(resource);
  return address ? { method: "PUT", url: address } : { method: "POST", url: String(resource.resourceType) };
}

/**
 * The resources as a bundle. In a transaction or batch what has an id is put there, anything else is created. Without
 * `baseUrl` a resource that has an id is known by that alone.
 */
export function createFHIRBundle(
  resources: readonly FhirJson[],
  type: BundleType,
  { baseUrl, total, isIncluded, link }: BundleOptions = {},
): FhirJson {
  const entry = resources.map((resource) => {
    const address = addressOf(resource);
    const fullUrl = address ? baseUrl && `${baseUrl}/${address}` : `urn:uuid:${newId()}`;
    return {
      ...(fullUrl && { fullUrl }),
      resource,
      ...(type === "searchset" && { search: { mode: isIncluded?.(resource) ? "include" : "match" } }),
      ...((type === "transaction" || type === "batch") && { request: requestOf(resource) }),
    };
  });
  return {
    resourceType: "Bundle",
    type,
    ...(type === "searchset" && { total: total ?? entry.length }),
    ...(link && { link }),
    ...(entry.length > 0 && { entry }),
  };
}

const bundleSchema = z.looseObject({
  resourceType: z.literal("Bundle"),
  type: z.string(),
  entry: z
    .array(
      z.looseObject({
        fullUrl: z.string().optional(),
        resource: z.looseObject({ resourceType: z.string(), id: z.string().optional() }).optional(),
      }),
    )
    .default([]),
});

/** `value` with what `map` makes of each `reference` in it. */
function withReferences(value: unknown, map: (reference: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, map));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === "reference" && typeof part === "string" ? map(part) : withReferences(part, map),
    ]),
  );
}

/** Where `Patient/17` leads from an entry of this address: to the same server. */
function absolute(reference: string, fullUrl: string | undefined): string {
  const [, base] = /^(https?:\/\/.+)\/[A-Z][A-Za-z]+\/[^/]+$/.exec(fullUrl ?? "") ?? [];
  return base && /^[A-Z][A-Za-z]+\/[^/]+$/.test(reference) ? `${base}/${reference}` : reference;
}

/**
 * A bundle's resources, each with an id and with references between them written as `Patient/17`, whatever the entries
 * called each other. What leads elsewhere stays. Throws `mapping_failed` for what is no bundle.
 */
export function resourcesOfBundle(bundle: unknown): FhirJson[] {
  const entries = parseResource(bundleSchema, bundle).entry.flatMap(({ fullUrl, resource }) =>
    resource ? [{ fullUrl, resource: { ...resource, id: resource.id ?? idOf(fullUrl) } }] : [],
  );
  const addresses = new Map(
    entries.flatMap(({ fullUrl, resource }) => {
      const address = addressOf(resource);
      return fullUrl && address ? [[fullUrl, address] as const] : [];
    }),
  );
  return entries.map(({ fullUrl, resource: { resourceType, ...parts } }) => ({
    resourceType,
    ...Object(withReferences(parts, (reference) => addresses.get(absolute(reference, fullUrl)) ?? reference)),
  }));
}

/** An entry that has no id is known within its bundle by its address. */
function idOf(fullUrl: string | undefined): string {
  const [, id] = /^urn:uuid:([0-9a-f-]{36})$/i.exec(fullUrl ?? "") ?? [];
  return id ?? newId();
}
