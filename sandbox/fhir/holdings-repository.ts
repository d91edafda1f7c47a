/** The FHIR library's view of a vendor's holdings: the library routes, parses and matches, the holdings keep the text. */
import {
  badRequest,
  type Filter,
  notFound,
  OperationOutcomeError,
  type SearchRequest,
  type WithId,
} from "@medplum/core";
import { FhirRepository } from "@medplum/fhir-router";
import type { Bundle, BundleEntry, Reference, Resource } from "@medplum/fhirtypes";
import { isJsonObject, type JsonObject, parseExactly } from "@/sandbox/fhir/exact-json";
import type { Holdings } from "@/sandbox/fhir/holdings";
import { likelyPatients } from "@/sandbox/fhir/likely-patients";
import { meets } from "@/sandbox/fhir/search-match";

export class HoldingsRepository extends FhirRepository {
  constructor(private readonly holdings: Holdings) {
    super();
  }

  override setMode(): void {
    // There is one mode: the holdings are in this process.
  }

  override generateId(): string {
    return crypto.randomUUID();
  }

  override async createResource<T extends Resource>(resource: T): Promise<WithId<T>> {
    return JSON.parse(this.holdings.add(exactly(resource)).item);
  }

  override async updateResource<T extends Resource>(resource: T): Promise<WithId<T>> {
    const { resourceType, id = "" } = resource;
    if (this.holdings.text(resourceType, id) === undefined) throw new OperationOutcomeError(notFound);
    return JSON.parse(this.holdings.add(exactly(resource), id).item);
  }

  override async readResource<T extends Resource>(resourceType: string, id: string): Promise<WithId<T>> {
    const text = this.holdings.text(resourceType, id);
    if (text === undefined) throw new OperationOutcomeError(notFound);
    return JSON.parse(text);
  }

  override async readReference<T extends Resource>({ reference = "" }: Reference<T>): Promise<WithId<T>> {
    const [resourceType = "", id = ""] = reference.split("/");
    return this.readResource<T>(resourceType, id);
  }

  override async readReferences<T extends Resource>(
    references: readonly Reference<T>[],
  ): Promise<(T | Error)[]> {
    return Promise.all(references.map((r) => this.readReference<T>(r).catch((error: Error) => error)));
  }

  override async search<T extends Resource>(request: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    const entry: BundleEntry<WithId<T>>[] = [];
    for (const text of this.#candidates(request)) {
      if (meets(text, request)) entry.push({ resource: JSON.parse(text), search: { mode: "match" } });
    }
    return { resourceType: "Bundle", type: "searchset", total: entry.length, entry };
  }

  override async deleteResource(): Promise<void> {
    throw new OperationOutcomeError(badRequest("Resources are deleted behind the stage alone"));
  }

  override async patchResource(): Promise<never> {
    throw new OperationOutcomeError(badRequest("PATCH is not offered"));
  }

  override async readHistory(): Promise<never> {
    throw new OperationOutcomeError(badRequest("No history is kept"));
  }

  override async readVersion(): Promise<never> {
    throw new OperationOutcomeError(badRequest("No history is kept"));
  }

  override async searchByReference(): Promise<never> {
    throw new OperationOutcomeError(badRequest("GraphQL is not offered"));
  }

  override async withTransaction<TResult>(
    callback: (repository: this) => Promise<TResult>,
  ): Promise<TResult> {
    return callback(this);
  }

  /** The texts worth matching: by an id, a chart or what is known of a person where the search says it, else all. */
  *#candidates({ resourceType, filters = [] }: SearchRequest): Generator<string> {
    const ids = listed(filters, ["_id"]);
    const patients = listed(filters, ["patient", "subject"]).map((value) => value.replace("Patient/", ""));
    const [identifier] = listed(filters, ["identifier"]);
    if (resourceType === "Patient" && ids.length === 0 && identifier !== undefined) {
      ids.push(...this.holdings.patientsBearing(identifier.split("|").at(-1) ?? ""));
      if (ids.length === 0) return;
    }
    const likely = resourceType === "Patient" && ids.length === 0 ? likelyPatients(filters) : undefined;
    if (likely) {
      ids.push(...this.holdings.patientsWho(likely));
      if (ids.length === 0) return;
    }
    if (ids.length === 0 && patients.length === 0) {
      for (const { text } of this.holdings.frozen(resourceType).from(0)) yield text;
      return;
    }
    const charted = patients.flatMap((patient) => [...this.holdings.idsOf(resourceType, patient)]);
    for (const id of ids.length > 0 ? ids : charted) {
      const text = this.holdings.text(resourceType, id);
      if (text !== undefined) yield text;
    }
  }
}

function listed(filters: Filter[], codes: string[]): string[] {
  return filters.filter((f) => codes.includes(f.code)).flatMap((f) => f.value.split(","));
}

function exactly(resource: Resource): JsonObject {
  const value = parseExactly(JSON.stringify(resource));
  if (!isJsonObject(value)) throw new OperationOutcomeError(badRequest("A resource is a JSON object"));
  return value;
}
