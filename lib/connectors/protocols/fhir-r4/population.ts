/**
 * Pulls a population: a group's export where the vendor grants one, else searches over all patients where it answers
 * them, else the patients already known one by one. A run that is told since when asks for what changed, as far as the
 * vendor can tell. The cursor says which export, file and line or which page comes next; what it names may have
 * expired, and then it starts anew.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { PullCursor, PullPage, PullRequest } from "@/lib/connectors/contract";
import { env } from "@/lib/platform/env";
import { hasCode, isCarelaneError } from "@/lib/platform/errors";
import { cancelExport, type ExportState, pollExport, startExport } from "./bulk";
import { type ChartReader, knownCharts } from "./charts";
import { fhirServerErrors } from "./errors";
import { type ExportReading, type ExportSource, exportPages, exportTotal } from "./export-pages";
import type { FhirServer } from "./server";
import { type TypeSearch, typeSearchPages } from "./type-searches";

export interface Population extends ExportSource {
  /** The vendor's name, for sentences people read. */
  readonly vendor: string;
  /** The group that holds the population; without one there is no export. */
  readonly groupId?: string;
  /** True where an export can be asked for what changed since a time. */
  readonly exportsChanges?: boolean;
  /** For vendors that answer searches which name no patient. */
  readonly typeSearches?: readonly TypeSearch[];
  /** True for the refusal of an export that was asked for too soon after the last one. */
  readonly isTooSoon: (error: unknown) => boolean;
  readonly charts: ChartReader;
  readonly signal?: AbortSignal;
}

/** How many exports the vendor has forgotten in this run. */
const lost = z.number().int().nonnegative().default(0);

/** The lower bound of what an export holds; one without holds everything. */
const since = z.string().optional();
/** When the run began, by the vendor's clock. */
const begunMs = z.number().optional();

const cursorSchema = z.discriminatedUnion("phase", [
  z.object({ phase: z.literal("begin"), lost }),
  z.object({ phase: z.literal("wait"), lost, statusUrl: z.url(), since }),
  z.object({
    phase: z.literal("files"),
    lost,
    statusUrl: z.url(),
    since,
    transactionTime: z.string(),
    file: z.number().int().nonnegative(),
    line: z.number().int().nonnegative(),
  }),
  z.object({ phase: z.literal("patients"), after: z.string().nullable(), begunMs }),
  z.object({
    phase: z.literal("searches"),
    search: z.number().int().nonnegative(),
    next: z.string().optional(),
    begunMs,
  }),
]);

type Cursor = z.output<typeof cursorSchema>;
type CursorOf<Phase extends Cursor["phase"]> = Extract<Cursor, { phase: Phase }>;

/** What a phase does: it yields pages and answers where the next phase begins; null when all is read. */
type Phase = AsyncGenerator<PullPage, Cursor | null>;

/** A vendor that forgets this many exports of one run will forget the next as well. */
const mostLost = 3;

/** A fresh export is asked about soon: small groups are ready in a moment. Where retries come sooner, so does this. */
const firstPollMs = () => Math.min(1_000, env().JOB_BACKOFF_MS);

/** A search may not yet find what was changed moments ago. */
const overlapMs = 5 * 60_000;

const nothing = { items: [], errors: [], fetchMs: 0 } as const;

async function* begin(population: Population, request: PullRequest, { lost }: CursorOf<"begin">): Phase {
  const { groupId, vendor, server, types } = population;
  const since = population.exportsChanges ? request.changedSince : undefined;
  if (population.typeSearches && (!groupId || request.changedSince)) return { phase: "searches", search: 0 };
  if (!groupId)
    return yield* turnToPatients("No group id is set, so only patients already known are refreshed.");
  try {
    const statusUrl = await startExport(
      server,
      groupId,
      types.map(({ type }) => type),
      since,
    );
    const cursor: Cursor = { phase: "wait", lost, statusUrl, since };
    // Told at once, so that a crash does not forget an export that may be asked for once a day only.
    const waitMs = firstPollMs();
    yield { ...nothing, cursor, waitMs, waitReason: `${vendor} begins to prepare the export.` };
    await sleep(waitMs, undefined, { signal: population.signal });
    return cursor;
  } catch (error) {
    if (hasCode(error, "resource_not_found")) {
      throw fhirServerErrors.group_unknown({
        detail: "Compare the group id with the one its administrator gave.",
        cause: error,
      });
    }
    if (!population.isTooSoon(error)) throw error;
    return yield* turnToPatients(
      `${vendor} allows another export only later. The patients already known are refreshed one by one; new ones come with the next export.`,
    );
  }
}

async function* turnToPatients(note: string): Phase {
  const cursor: Cursor = { phase: "patients", after: null };
  yield { ...nothing, cursor, note };
  return cursor;
}

async function* startAnew(vendor: string, lostBefore: number): Phase {
  const lost = lostBefore + 1;
  if (lost >= mostLost) {
    // Whoever retries the run later begins with a new export.
    yield { ...nothing, cursor: { phase: "begin", lost: 0 } };
    throw fhirServerErrors.export_lost({ detail: `It lost ${lost} in a row: ask its administrator why.` });
  }
  const cursor: Cursor = { phase: "begin", lost };
  yield { ...nothing, cursor, note: `${vendor} no longer has the export, so a new one is asked for.` };
  return cursor;
}

function waitReason(vendor: string, state: Extract<ExportState, { state: "running" }>): string {
  const share = state.percent === undefined ? "" : ` (${state.percent} %)`;
  return `${vendor} is preparing the export${share}.`;
}

async function* wait(population: Population, cursor: CursorOf<"wait">): Phase {
  for (;;) {
    const state = await pollExport(population.server, cursor.statusUrl);
    if (state.state === "gone") return yield* startAnew(population.vendor, cursor.lost);
    if (state.state === "ready") {
      const { transactionTime } = state.manifest;
      return { ...cursor, phase: "files", transactionTime, file: 0, line: 0 };
    }
    yield { ...nothing, cursor, waitMs: state.waitMs, waitReason: waitReason(population.vendor, state) };
    // Only a caller that did not leave for the wait comes back at once.
    await sleep(state.waitMs, undefined, { signal: population.signal });
  }
}

function isGone(error: unknown): boolean {
  const status = isCarelaneError(error) ? error.internal?.status : undefined;
  return status === 404 || status === 410;
}

/** The request as the reader of one export sees it: a place in another export says nothing about this one. */
function readingOf(request: PullRequest, { statusUrl }: CursorOf<"files">): ExportReading {
  return {
    mayLeaveUnread: request.mayLeaveUnread ?? false,
    get pageSize() {
      return request.pageSize;
    },
    get settled() {
      const at = cursorOf(request.settled);
      return at.phase === "files" && at.statusUrl === statusUrl ? at : undefined;
    },
  };
}

async function* files(population: Population, request: PullRequest, cursor: CursorOf<"files">): Phase {
  const state = await pollExport(population.server, cursor.statusUrl);
  if (state.state === "running") {
    yield { ...nothing, cursor, waitMs: state.waitMs, waitReason: waitReason(population.vendor, state) };
    await sleep(state.waitMs, undefined, { signal: population.signal });
    return cursor;
  }
  if (state.state === "gone" || state.manifest.transactionTime !== cursor.transactionTime) {
    return yield* startAnew(population.vendor, cursor.lost);
  }
  const total = exportTotal(state.manifest, population.types);
  const complete = { wholePopulation: cursor.since === undefined, changedSince: cursor.transactionTime };
  try {
    for await (const { place, ...page } of exportPages(
      population,
      state.manifest,
      cursor.statusUrl,
      cursor,
      readingOf(request, cursor),
    )) {
      if (place) yield { ...page, total, cursor: { ...cursor, ...place } };
      else yield { ...page, total, cursor: null, complete };
    }
    return null;
  } catch (error) {
    if (!isGone(error)) throw error;
    return yield* startAnew(population.vendor, cursor.lost);
  }
}

/** From when on the next run has to look; undefined when the vendor was not asked anything. */
function nextChanges(begunMs: number | undefined): string | undefined {
  return begunMs === undefined ? undefined : new Date(begunMs - overlapMs).toISOString();
}

async function* patients(population: Population, request: PullRequest, cursor: CursorOf<"patients">): Phase {
  const { charts, groupId } = population;
  for await (const { after, isLast, ...page } of knownCharts(charts, request, cursor.after)) {
    const begunMs = cursor.begunMs ?? charts.server.firstAnswerMs;
    // Where there is a group, it has patients that are not known yet: the next export must look back before this run.
    const changedSince = groupId ? undefined : nextChanges(begunMs);
    if (isLast) yield { ...page, cursor: null, complete: { wholePopulation: false, changedSince } };
    else yield { ...page, cursor: { phase: "patients", after, begunMs } };
  }
  return null;
}

async function* searches(population: Population, request: PullRequest, cursor: CursorOf<"searches">): Phase {
  const { charts, typeSearches = [] } = population;
  for await (const { place, ...page } of typeSearchPages(charts, typeSearches, cursor, request)) {
    const begunMs = cursor.begunMs ?? charts.server.firstAnswerMs;
    const complete = {
      wholePopulation: request.changedSince === undefined,
      changedSince: nextChanges(begunMs),
    };
    if (place) yield { ...page, cursor: { phase: "searches", ...place, begunMs } };
    else yield { ...page, cursor: null, complete };
  }
  return null;
}

function phaseOf(population: Population, request: PullRequest, cursor: Cursor): Phase {
  switch (cursor.phase) {
    case "begin":
      return begin(population, request, cursor);
    case "wait":
      return wait(population, cursor);
    case "files":
      return files(population, request, cursor);
    case "patients":
      return patients(population, request, cursor);
    case "searches":
      return searches(population, request, cursor);
    default:
      return cursor satisfies never;
  }
}

function cursorOf(cursor: PullCursor | undefined): Cursor {
  const parsed = cursorSchema.safeParse(cursor);
  return parsed.success ? parsed.data : { phase: "begin", lost: 0 };
}

/** The pages of a population, from the request's cursor on. */
export async function* pullPopulation(
  population: Population,
  request: PullRequest,
): AsyncGenerator<PullPage> {
  let cursor: Cursor | null = cursorOf(request.cursor);
  while (cursor) cursor = yield* phaseOf(population, request, cursor);
}

/** Tells the vendor that an export which a cursor names is not wanted any more. */
export async function abandonExport(server: FhirServer, cursor: PullCursor): Promise<void> {
  const at = cursorOf(cursor);
  if (at.phase === "wait" || at.phase === "files") await cancelExport(server, at.statusUrl);
}
