/** The FHIR server behind a vendor's rules: a library that nobody here wrote, over the vendor's holdings. */
import { isOk } from "@medplum/core";
import { FhirRouter, type HttpMethod } from "@medplum/fhir-router";
import type { Bundle, Resource } from "@medplum/fhirtypes";
import type { JsonObject } from "@/sandbox/fhir/exact-json";
import type { Holdings } from "@/sandbox/fhir/holdings";
import { HoldingsRepository } from "@/sandbox/fhir/holdings-repository";
import type { Refusal } from "@/sandbox/fhir/refusal";
import { indexSearchParameters } from "@/sandbox/fhir/search-index";

export class ChartServer {
  readonly #router = new FhirRouter();
  readonly #repository: HoldingsRepository;

  /** `refusalFor` puts into the vendor's words what the server finds wrong. */
  constructor(
    readonly holdings: Holdings,
    private readonly refusalFor: (diagnostics: string) => Refusal,
  ) {
    indexSearchParameters();
    this.#repository = new HoldingsRepository(holdings);
  }

  /** Ids of the resources of a type that meet the criteria. */
  async search(type: string, criteria: URLSearchParams): Promise<string[]> {
    const sinceMs = onlySince(criteria);
    const ids = sinceMs === undefined ? undefined : this.holdings.idsSince(type, sinceMs);
    if (ids) return ids;
    const found = await this.#call("GET", `/${type}?${criteria}`);
    if (!isSearchset(found)) return [];
    return (found.entry ?? []).flatMap(({ resource }) => resource?.id ?? []);
  }

  /** Stores a new resource; returns its id. */
  async create(type: string, resource: JsonObject): Promise<string> {
    const created = await this.#call("POST", `/${type}`, resource);
    return created?.id ?? "";
  }

  async update(type: string, id: string, resource: JsonObject): Promise<void> {
    await this.#call("PUT", `/${type}/${id}`, resource);
  }

  async #call(method: HttpMethod, url: string, body?: JsonObject): Promise<Resource | undefined> {
    const request = { method, url, pathname: "", body, params: {}, query: {} };
    const [outcome, resource] = await this.#router.handleRequest(request, this.#repository);
    if (isOk(outcome)) return resource;
    const diagnostics = outcome.issue.map(({ details }) => details?.text).join("; ");
    throw this.refusalFor(diagnostics);
  }
}

/** The instant of a search by `_lastUpdated=ge…` alone, that of a search for everything the first of all. */
function onlySince(criteria: URLSearchParams): number | undefined {
  const [[name, value] = [], ...more] = [...criteria];
  if (name === undefined) return 0;
  const instant =
    name === "_lastUpdated" && more.length === 0 ? /^ge(.+)$/.exec(value ?? "")?.[1] : undefined;
  return instant === undefined ? undefined : Date.parse(instant);
}

function isSearchset(resource: Resource | undefined): resource is Bundle {
  return resource?.resourceType === "Bundle";
}
