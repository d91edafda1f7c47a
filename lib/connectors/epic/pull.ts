/** Pulls from Epic: the population by its group's export, or one patient with what belongs to them. */
import type { PullPage, PullRequest } from "../contract";
import { pullFhir } from "../protocols/fhir-connector";
import { type EpicContext, openEpic } from "./api";
import { epicReading } from "./entities";

/** The pages of a pull. Epic tells no times of change, so incremental and full runs read the same and hashes decide. */
export async function* pullFromEpic(context: EpicContext, request: PullRequest): AsyncGenerator<PullPage> {
  yield* pullFhir(epicReading, context, await openEpic(context), request);
}
