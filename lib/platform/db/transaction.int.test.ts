import { beforeAll, describe, expect, it } from "vitest";
import { forget } from "../container";
import { newId } from "../ids";
import { installationForTests } from "../testing/hooks";
import { setEnvironment } from "../testing/installation";
import { assertDoorsHold, closePool, type Scope, withOrganization, withSystem } from ".";
import { withOrganizationPrisma } from "./prisma-door";

const installation = installationForTests();
let ours: Scope;
let theirs: Scope;

beforeAll(async () => {
  ours = { organizationId: await installation.addOrganization() };
  theirs = { organizationId: await installation.addOrganization() };
});

function renamed(): Promise<unknown[]> {
  return withOrganization(ours, (tx) => tx.query("select 1 from organizations where name = 'Changed'"));
}

describe("a transaction", () => {
  const wrong = "select * from no_such_table";

  it("never ends well when a statement failed in it and was caught", async () => {
    const caught = withOrganization(ours, async (tx) => {
      await tx.query(wrong).catch(() => undefined);
      return "fine";
    });
    await expect(caught).rejects.toMatchObject({ code: "transaction_lost" });
  });

  it("never ends well under Prisma either", async () => {
    const caught = withOrganizationPrisma(ours, async (prisma) => {
      await prisma.$queryRawUnsafe(wrong).catch(() => undefined);
      return "fine";
    });
    await expect(caught).rejects.toMatchObject({ code: "transaction_lost" });
  });

  it("survives a failure inside a savepoint", async () => {
    const value = await withOrganization(ours, async (tx) => {
      await tx.savepoint(() => tx.query(wrong)).catch(() => undefined);
      return tx.one("select 1 as alive");
    });
    expect(value).toEqual({ alive: 1 });
  });

  it("keeps nothing of work that throws", async () => {
    const rename = "update organizations set name = 'Changed' where id = $1";
    const thrown = withOrganization(ours, async (tx) => {
      await tx.execute(rename, [ours.organizationId]);
      throw new Error("the work changed its mind");
    });
    await expect(thrown).rejects.toThrow("changed its mind");
    expect(await renamed()).toEqual([]);
  });

  it("runs again after a serialization failure, as often as it was told and not more", async () => {
    let runs = 0;
    const work = (failures: number) => {
      runs = 0;
      return withOrganization(
        ours,
        async (tx) => {
          runs += 1;
          if (runs <= failures) await tx.query("do $$ begin raise exception sqlstate '40001'; end $$");
          return runs;
        },
        { retries: 2 },
      );
    };
    expect(await work(2)).toBe(3);
    await expect(work(3)).rejects.toMatchObject({ code: "40001" });
    expect(runs).toBe(3);
  });

  it("gives the connection back without role or organization", async () => {
    await withOrganization(ours, (tx) => tx.query("select 1"));
    const row = await withSystem("health", (tx) =>
      tx.one("select current_user::text as role, current_setting('app.org', true) as organization"),
    );
    expect(row).toEqual({ role: "carelane_system", organization: "" });
  });

  it("refuses a scope that is not an id before it reaches a statement", () => {
    expect(() => withOrganization({ organizationId: "x'; drop table users; --" }, async () => 1)).toThrow();
  });
});

describe("Prisma's door", () => {
  it("shows the organization's rows alone", async () => {
    const seen = await withOrganizationPrisma(ours, (prisma) => prisma.organization.findMany());
    expect(seen.map((organization) => organization.id)).toEqual([ours.organizationId]);
  });

  it("refuses a row forged for another organization", async () => {
    const forged = withOrganizationPrisma(ours, (prisma) =>
      prisma.apiKey.create({
        data: {
          id: newId(),
          organizationId: theirs.organizationId,
          name: "x",
          hash: new Uint8Array(1),
          hint: "x",
        },
      }),
    );
    await expect(forged).rejects.toThrow(/row-level security/);
  });

  it("keeps nothing of work that throws", async () => {
    const thrown = withOrganizationPrisma(ours, async (prisma) => {
      await prisma.organization.updateMany({ data: { name: "Changed" } });
      throw new Error("the work changed its mind");
    });
    await expect(thrown).rejects.toThrow("changed its mind");
    expect(await renamed()).toEqual([]);
  });
});

describe("the start", () => {
  it("refuses roles under which row-level security would not hold", async () => {
    await assertDoorsHold();
    await installation.owner.query("create table carelane_app_owns (id int)");
    await installation.owner.query("grant create on schema public to carelane_app");
    await installation.owner.query("alter table carelane_app_owns owner to carelane_app");
    await expect(assertDoorsHold()).rejects.toMatchObject({
      code: "door_unsafe",
      detail: expect.stringContaining("carelane_app owns tables"),
    });
    await installation.owner.query("drop table carelane_app_owns");
  });

  it("says in our own words that the database does not answer", async () => {
    const { DATABASE_URL } = process.env;
    await closePool();
    setEnvironment({ DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" });
    try {
      await expect(withSystem("health", (tx) => tx.query("select 1"))).rejects.toMatchObject({
        code: "database_unavailable",
        status: 503,
      });
      await expect(withOrganizationPrisma(ours, (prisma) => prisma.user.count())).rejects.toMatchObject({
        code: "database_unavailable",
      });
    } finally {
      forget("db.pool");
      setEnvironment({ DATABASE_URL });
    }
  });
});
