/** Pulls from a FHIR vendor: the population, or one patient with what belongs to them. */
import type { ConnectorContext, Entity, PullPage, PullRequest } from "../../contract";
import {
  addChart,
  type ChartReader,
  type FhirServer,
  PageDraft,
  type Population,
  pullPopulation,
  readState,
  searchQuery,
  type TypedEntity,
} from "../fhir-r4";
import type { FhirSettings } from "./connection";
import { type Demographics, findPatient } from "./find-patient";

/** How a vendor is read. */
export interface FhirReading<Config extends FhirSettings> {
  /** For sentences people read. */
  readonly vendor: string;
  /** In an order in which references resolve. */
  readonly types: readonly TypedEntity[];
  /** What belongs to a patient, with what its search needs beside the patient. */
  readonly charted: Partial<Record<Entity, Readonly<Record<string, string>>>>;
  /** What narrows the search for an entity in a chart to what changed since a time; none where nothing can. */
  readonly changed?: (entity: Entity, since: string) => Readonly<Record<string, string>> | undefined;
  /** What charts point at and no patient owns. */
  readonly directory: readonly Entity[];
  /** True where an export can be asked for what changed since a time. */
  readonly exportsChanges?: boolean;
  /** For vendors that answer searches which name no patient. */
  readonly typeSearches?: Population["typeSearches"];
  /** The parameters of a search that the vendor answers. Throws `demographics_incomplete` naming what to add. */
  readonly patientQuery: (demographics: Demographics, config: Config) => Readonly<Record<string, string>>;
  /** True for the refusal of an export that was asked for too soon after the last one. */
  readonly isTooSoon?: (error: unknown) => boolean;
}

/** The servers of a pull: exports may need a sign-in of their own. */
interface PullServers {
  readonly server: FhirServer;
  readonly exports?: FhirServer;
}

/** How to read a patient and what the vendor has about them, one chart at a time. */
function chartsOf<Config extends FhirSettings>(
  { types, charted, changed, directory }: FhirReading<Config>,
  server: FhirServer,
): ChartReader {
  return {
    server,
    readPatient: (id) => readState(server, { entity: "patients", type: "Patient" }, id),
    searches: types.flatMap(({ entity, type }) => {
      const needs = charted[entity];
      if (!needs) return [];
      const query = (patient: string, since?: string) =>
        searchQuery(type, { patient, ...needs, ...(since && changed?.(entity, since)) });
      return [{ entity, type, query }];
    }),
    directory: types.filter(({ entity }) => directory.includes(entity)),
  };
}

async function onePatient<Config extends FhirSettings>(
  reading: FhirReading<Config>,
  config: Config,
  server: FhirServer,
  request: PullRequest,
): Promise<PullPage> {
  const { remoteId, demographics = {} } = request.patient ?? {};
  const id = remoteId ?? (await findPatient(server, reading.patientQuery(demographics, config)));
  const draft = new PageDraft();
  await addChart(chartsOf(reading, server), id, { entities: request.entities }, draft);
  const page = draft.take();
  const isUnknown = page.items.length === 0 && (page.deleted?.length ?? 0) > 0;
  return {
    ...page,
    cursor: null,
    complete: { wholePopulation: false },
    note: isUnknown ? `${reading.vendor} has no patient with this id, or has deleted it.` : undefined,
  };
}

/** The pages of a pull. */
export async function* pullFhir<Config extends FhirSettings>(
  reading: FhirReading<Config>,
  context: ConnectorContext<Config>,
  { server, exports = server }: PullServers,
  request: PullRequest,
): AsyncGenerator<PullPage> {
  const { config, organizationId, integrationId, signal } = context;
  if (request.patient) {
    yield await onePatient(reading, config, server, request);
    return;
  }
  const population = {
    vendor: reading.vendor,
    organizationId,
    integrationId,
    server: exports,
    groupId: config.groupId,
    types: reading.types.filter(({ entity }) => request.entities.includes(entity)),
    isTooSoon: reading.isTooSoon ?? (() => false),
    exportsChanges: reading.exportsChanges,
    typeSearches: reading.typeSearches,
    charts: chartsOf(reading, server),
    signal,
  };
  yield* pullPopulation(population, request);
}
