/** Pulls from Epic: the population by its group's export, or one patient with what belongs to them. */
import type { PullPage, PullRequest } from "../contract";
import { addChart, PageDraft, pullPopulation } from "../protocols/fhir-r4";
import { type EpicApi, type EpicContext, openEpic } from "./api";
import { epicCharts, epicTypes } from "./entities";
import { isExportTooSoon } from "./errors";
import { findPatient } from "./find-patient";

async function onePatient({ server }: EpicApi, request: PullRequest): Promise<PullPage> {
  const { remoteId, demographics = {} } = request.patient ?? {};
  const id = remoteId ?? (await findPatient(server, demographics)).resource.id;
  const draft = new PageDraft();
  await addChart(epicCharts(server), id, { entities: request.entities }, draft);
  const page = draft.take();
  const isUnknown = page.items.length === 0 && (page.deleted?.length ?? 0) > 0;
  return {
    ...page,
    cursor: null,
    complete: { wholePopulation: false },
    note: isUnknown ? "Epic has no patient with this id, or has deleted it." : undefined,
  };
}

/** The pages of a pull. Epic tells no times of change, so incremental and full runs read the same and hashes decide. */
export async function* pullFromEpic(context: EpicContext, request: PullRequest): AsyncGenerator<PullPage> {
  const api = await openEpic(context);
  if (request.patient) {
    yield await onePatient(api, request);
    return;
  }
  const population = {
    vendor: "Epic",
    organizationId: context.organizationId,
    integrationId: context.integrationId,
    server: api.server,
    groupId: context.config.groupId,
    types: epicTypes.filter(({ entity }) => request.entities.includes(entity)),
    isTooSoon: isExportTooSoon,
    charts: epicCharts(api.server),
    signal: context.signal,
  };
  yield* pullPopulation(population, request);
}
