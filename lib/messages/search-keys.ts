/**
 * What messages are found by while their bodies are sealed: keyed hashes of whole identifiers. The same number gives
 * another key in another organization or as another kind of number, and nothing leads back from a key.
 */
import type { Vault } from "@/lib/platform/crypto";

/** Which identifier: of a patient, an order, a specimen, a visit, or a case of the lab. */
export const searchParameters = ["patient", "order", "accession", "visit", "case"] as const;
export type SearchParameter = (typeof searchParameters)[number];

export interface SearchValue {
  readonly parameter: SearchParameter;
  readonly value: string;
}

/** How values are made alike before they are hashed; a change of it would make old messages unfindable. */
const normalisation = 1;

function contentOf({ parameter, value }: SearchValue): string {
  return `${normalisation}\n${parameter}\n${value.normalize("NFKC").trim().toLowerCase()}`;
}

// PostgreSQL's bigint, in which lists of keys have an index.
function keyOf(digest: Buffer): string {
  return digest.readBigInt64BE(0).toString();
}

/** The keys under which a message is written, each once. */
export function keysOf(vault: Vault, values: readonly SearchValue[]): string[] {
  return [...new Set(values.map((value) => keyOf(vault.macs(contentOf(value))[0] ?? Buffer.alloc(8))))];
}

/** The keys under which a message with this value may have been written, also before the organization's key changed. */
export function keysToFind(vault: Vault, value: SearchValue): string[] {
  return vault.macs(contentOf(value)).map(keyOf);
}
