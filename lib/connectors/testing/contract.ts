/**
 * The behaviour every connector has, whatever its vendor: run by each connector's contract test against its
 * simulated vendor, over real HTTP, with each fault the simulator can play.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { isCarelaneError } from "@/lib/platform/errors";
import type { ConnectorContext, Entity, PullCursor, PullPage, PullRequest } from "../contract";
import type { VendorBench } from "./bench";

/** What a pull brought, page by page. */
interface Pulled {
  readonly pages: PullPage[];
  readonly ids: (entity: Entity) => string[];
}

interface PullOptions extends Partial<PullRequest> {
  /** Leave after this many pages, as a slice of a job does. */
  readonly stopAfter?: number;
}

/** A request for everything, unless told otherwise. */
function pullRequest(bench: VendorBench, more: Partial<PullRequest> = {}): PullRequest {
  return { entities: bench.entities, mode: "full", pageSize: 50, knownRemoteIds: async () => [], ...more };
}

function pulledFrom(pages: PullPage[]): Pulled {
  const items = () => pages.flatMap((page) => page.items);
  return {
    pages,
    ids: (entity) =>
      items()
        .filter((item) => item.entity === entity)
        .map((item) => item.remoteId)
        .sort(),
  };
}

/** Pages of the bench's vendor, which can be asked. */
function pull(bench: VendorBench, context: ConnectorContext<unknown>, more?: Partial<PullRequest>) {
  const pages = bench.connector.pull?.(context, pullRequest(bench, more));
  if (!pages) throw new Error("the vendor cannot be asked for data");
  return pages;
}

/** Pulls to the end, or until `stopAfter` pages with content. */
export async function pullAll(
  bench: VendorBench,
  context: ConnectorContext<unknown>,
  { stopAfter = Number.POSITIVE_INFINITY, ...more }: PullOptions = {},
): Promise<Pulled> {
  const pages: PullPage[] = [];
  for await (const page of pull(bench, context, more)) {
    pages.push(page);
    if (pages.filter(({ items }) => items.length > 0).length >= stopAfter) break;
  }
  return pulledFrom(pages);
}

/** Where a pull that ended early goes on. */
export function lastCursor(pages: readonly PullPage[]): PullCursor {
  const cursor = pages.at(-1)?.cursor;
  if (!cursor) throw new Error("the pull has come to its end");
  return cursor;
}

function mayRetry(error: unknown): boolean {
  return isCarelaneError(error) && (error.kind === "retryable" || error.kind === "rate_limited");
}

const mostTries = 5;

/** Pulls as the queue does: what may be tried again is, from the place of the last page. */
async function pullWithRetries(bench: VendorBench, context: ConnectorContext<unknown>): Promise<Pulled> {
  const pages: PullPage[] = [];
  for (let tries = 0; ; tries++) {
    try {
      const cursor = pages.at(-1)?.cursor ?? undefined;
      for await (const page of pull(bench, context, { cursor })) {
        pages.push(page);
      }
      return pulledFrom(pages);
    } catch (error) {
      if (!mayRetry(error) || tries === mostTries) throw error;
    }
  }
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}

/** The bench of the suite that runs: it is open in a test, and not yet when the test is named. */
type Bench = () => VendorBench;

async function expectWhole(bench: VendorBench, { ids }: Pulled): Promise<void> {
  for (const entity of bench.entities) expect(unique(ids(entity))).toEqual(await bench.truth(entity));
}

function readsEverything(bench: Bench): void {
  it("pulls all that the vendor holds, and says at the end that it is all", async () => {
    const pulled = await pullAll(bench(), bench().context());
    await expectWhole(bench(), pulled);
    expect(pulled.pages.at(-1)).toMatchObject({ cursor: null, complete: { wholePopulation: true } });
    expect(pulled.pages.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it("maps all that it pulls", async () => {
    const { pages } = await pullAll(bench(), bench().context());
    for (const item of pages.flatMap(({ items }) => items)) {
      expect(bench().connector.entities[item.entity]?.toLocal(item.resource).data).toBeTypeOf("object");
    }
  });

  it("goes on from any page without a gap", async () => {
    const context = bench().context();
    const first = await pullAll(bench(), context, { stopAfter: 2 });
    const rest = await pullAll(bench(), context, { cursor: lastCursor(first.pages) });
    for (const entity of bench().entities) {
      expect([...first.ids(entity), ...rest.ids(entity)].sort()).toEqual(await bench().truth(entity));
    }
  });

  it("says of a resource that the vendor does not have that it is gone", async () => {
    const [entity] = bench().entities;
    const read = entity && bench().connector.entities[entity]?.read;
    if (!read) return;
    expect(await read(bench().context(), "no-such-id")).toMatchObject({ state: "deleted" });
  });
}

function signsIn(bench: Bench): void {
  it("proves a good connection step by step", async () => {
    const checks = await bench().connector.test(bench().context());
    expect(checks.map(({ ok, message }) => (ok ? "ok" : message))).toEqual(checks.map(() => "ok"));
  });

  it("says in words what to do about credentials that the vendor does not know", async () => {
    const checks = await bench().connector.test(bench().strangerContext());
    expect(checks.at(-1)).toMatchObject({ ok: false, fix: expect.stringMatching(/\w+/) });
    await expect(pullAll(bench(), bench().strangerContext())).rejects.toMatchObject({ kind: "auth_expired" });
  });

  it("signs in once more when its token has expired", async () => {
    const { vendor, paths } = bench();
    const before = await vendor.calls(paths.signIn);
    await vendor.fault({ kind: "expired_token", count: 1 });
    await expectWhole(bench(), await pullWithRetries(bench(), bench().context()));
    expect((await vendor.calls(paths.signIn)) - before).toBe(2);
  });

  it("stops and asks for new credentials when every token is refused", async () => {
    await bench().vendor.fault({ kind: "revoked_credential" });
    await expect(pullAll(bench(), bench().context())).rejects.toMatchObject({ kind: "auth_expired" });
  });
}

function outlivesOutages(bench: Bench): void {
  it("tries again when the connection breaks", async () => {
    await bench().vendor.fault({ kind: "drop", count: 2 });
    await expectWhole(bench(), await pullWithRetries(bench(), bench().context()));
  });

  it("tries again when the vendor has a problem of its own", async () => {
    await bench().vendor.fault({ kind: "status", status: 503, count: 3 });
    await expectWhole(bench(), await pullWithRetries(bench(), bench().context()));
  });

  it("hands the vendor's wait to the queue when it is asked to slow down for long", async () => {
    const { vendor, paths } = bench();
    await vendor.fault({ kind: "status", status: 429, retryAfter: 90, path: paths.signIn });
    await expect(pullAll(bench(), bench().context())).rejects.toMatchObject({
      kind: "rate_limited",
      retryAfterMs: 90_000,
    });
  });
}

function outlivesDamage(bench: Bench, readsFiles: boolean): void {
  it("loses nothing when an answer is cut off", async () => {
    const { vendor, paths } = bench();
    await vendor.fault({ kind: "truncate", bytes: 3_000, count: 1, path: paths.data });
    await expectWhole(bench(), await pullWithRetries(bench(), bench().context()));
  });

  it("takes what is delivered twice for one", async () => {
    const { vendor, paths } = bench();
    await vendor.fault({ kind: "duplicate_entry", probability: 0.2, path: paths.data });
    await expectWhole(bench(), await pullWithRetries(bench(), bench().context()));
  });

  it.runIf(readsFiles)("reads on past a damaged line, and reports it", async () => {
    const { vendor, paths, entities, truth } = bench();
    await vendor.fault({ kind: "malformed_line", count: 2, path: paths.data });
    const { pages } = await pullAll(bench(), bench().context());
    const errors = pages.flatMap((page) => page.errors);
    expect(errors).toHaveLength(2);
    expect(errors[0]).toMatchObject({ stage: "parse", owner: "vendor" });
    const read = pages.flatMap((page) => page.items).length;
    const held = await Promise.all(entities.map((entity) => truth(entity)));
    expect(read).toBe(held.flat().length - 2);
  });

  it("keeps fields that it does not know", async () => {
    const { vendor, paths } = bench();
    await vendor.fault({ kind: "schema_drift", count: 1, path: paths.data });
    const { pages } = await pullAll(bench(), bench().context());
    const items = pages.flatMap((page) => page.items);
    expect(items.filter(({ text }) => text.includes("careProgramme"))).toHaveLength(1);
  });
}

/** Runs the suite. `open` is called once; `readsFiles` is false for a vendor whose data comes by searches alone. */
export function describeConnector(
  name: string,
  open: () => Promise<VendorBench>,
  { readsFiles = true }: { readsFiles?: boolean } = {},
): void {
  describe(`${name} keeps the contract of connectors`, () => {
    let opened: VendorBench;
    beforeAll(async () => {
      opened = await open();
    });
    afterEach(() => opened.vendor.clearFaults());
    afterAll(() => opened.close());
    const bench = () => opened;
    readsEverything(bench);
    signsIn(bench);
    outlivesOutages(bench);
    outlivesDamage(bench, readsFiles);
  });
}
