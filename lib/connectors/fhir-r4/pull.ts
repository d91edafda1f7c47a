/** Pulls from any FHIR R4 server: a group's export, or searches of every type it serves. */
import type { PullPage, PullRequest, SupportedEntity } from "../contract";
import { type FhirReading, pullFhir, usualPatientQuery } from "../protocols/fhir-connector";
import { type Capability, searchQuery, typesOf } from "../protocols/fhir-r4";
import type { FhirContext } from "./api";
import { openAnyFhir } from "./api";
import type { FhirConfig } from "./config";
import { charted, fhirPorts } from "./entities";

const pageSize = "200";

function readingOf(
  ports: readonly SupportedEntity[],
  capability: Capability,
): FhirReading<FhirConfig & { clientId: string }> {
  const types = typesOf(ports);
  const since = (type: string, time: string) =>
    capability.searches(type, "_lastUpdated") ? { _lastUpdated: `ge${time}` } : undefined;
  return {
    vendor: "The server",
    types,
    charted,
    changed: (entity, time) => {
      const typed = types.find((one) => one.entity === entity);
      return typed && since(typed.type, time);
    },
    directory: ["practitioners", "medications"],
    exportsChanges: true,
    typeSearches: types
      .filter(({ type }) => capability.offers(type, "search-type"))
      .map(({ entity, type }) => ({
        entity,
        type,
        query: (time?: string) => searchQuery(type, { _count: pageSize, ...(time && since(type, time)) }),
      })),
    patientQuery: usualPatientQuery,
  };
}

/** The pages of a pull. */
export async function* pullAnyFhir(context: FhirContext, request: PullRequest): AsyncGenerator<PullPage> {
  const { server, ports, capability } = await openAnyFhir(context, fhirPorts);
  const config = { ...context.config, clientId: context.config.clientId ?? "" };
  yield* pullFhir(readingOf(ports, capability), { ...context, config }, { server }, request);
}
