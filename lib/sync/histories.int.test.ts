import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Random } from "@/sandbox/framework/random";
import { HistoryWorld } from "./testing/history-world";
import { SyncBed } from "./testing/testbed";

/** Each world lives this many histories side by side. HISTORIES=1000 runs as many as a release is judged by. */
const livesPerWorld = 25;
const worlds = Math.ceil(Number(process.env.HISTORIES ?? 150) / livesPerWorld);
const rounds = 5;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

let bed: SyncBed;
beforeAll(async () => {
  bed = await SyncBed.open({ sandbox: { patients: 1 } });
});
afterAll(() => bed.close());

/** How often a person had to decide, in all worlds. */
let contested = 0;

describe(`random histories of edits, failures, crashes and decisions (SEED=${seed})`, () => {
  it.each(Array.from({ length: worlds }, (_world, n) => n))(
    "end as the model says: world %d",
    async (n) => {
      const random = new Random(seed, "histories", n);
      const world = await HistoryWorld.open(bed, random);
      try {
        for (let life = 0; life < livesPerWorld; life++) await world.beget();
        for (let round = 0; round < rounds; round++) {
          await world.edit(0.3);
          if (random.chance(0.7)) await world.disturb();
          await world.synchronise(0.2);
          await bed.vendor.clearFaults();
          const { open } = world.expected();
          expect(await world.seen()).toEqual(world.expected());
          contested += open.length;
          await world.decide(0.5);
        }
        await world.decide(1);
        await world.synchronise();
        expect(await world.seen()).toEqual(world.expected());
        expect((await world.synchronise()).counts).toMatchObject({ added: 0, changed: 0, conflicted: 0 });
      } finally {
        world.close();
      }
    },
    300_000,
  );

  it("asks a person now and then", () => {
    expect(contested).toBeGreaterThan(0);
  });
});
