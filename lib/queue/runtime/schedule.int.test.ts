import { describe, expect, it } from "vitest";
import { withOrganization } from "@/lib/platform/db";
import { handle, scheduleTask } from "..";
import { type Crew, openCrewForTests, until, work } from "../testing/crew";

let crew: Crew;
openCrewForTests((opened) => {
  crew = opened;
});

describe("scheduled tasks", () => {
  it("run when they are due, once among two schedulers, and not while the run before is at work", async () => {
    const finish: (() => void)[] = [];
    const slow = handle(work, async (context) => {
      await crew.leaveEffect(context);
      await new Promise<void>((resolve) => finish.push(resolve));
    });
    await withOrganization(crew.bed, (tx) =>
      scheduleTask(tx, {
        name: "test.task",
        organizationId: crew.bed.organizationId,
        job: work,
        payload: { label: "tick" },
        everySeconds: 1,
        firstRunAt: new Date(0),
      }),
    );
    crew.start([slow]);
    crew.start([slow]);
    await until(async () => expect(finish).toHaveLength(1));
    const ticked = async () => {
      const { rows } = await crew.bed.owner.query(
        "select next_run_at from scheduled_tasks where name = 'test.task'",
      );
      return String(rows[0]?.next_run_at);
    };
    const first = await ticked();
    await until(async () => expect(await ticked()).not.toBe(first));
    expect(await crew.labels()).toEqual(["tick"]);
    finish[0]?.();
    await until(async () => expect(await crew.labels()).toEqual(["tick", "tick"]));
    finish[1]?.();
  });
});
