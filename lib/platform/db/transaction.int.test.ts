import { beforeAll, describe, expect, it } from "vitest";
import { forget } from "../container";
import { newId } from "../ids";
import { installationForTests } from "../testing/hooks";
import { setEnvironment } from "../testing/installation";
import { assertDoorsHold, closePool, prepared, type Scope, withOrganization, withSystem } from ".";
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

  it("throws why a statement failed whose answer nobody waited for, and keeps nothing", async () => {
    const sent = withOrganization(ours, async (tx) => {
      tx.send("update organizations set name = 'Changed' where id = $1", [ours.organizationId]);
      tx.send("select 1 / $1::int", [0]);
      tx.send("select 2");
    });
    await expect(sent).rejects.toMatchObject({ code: "22012" });
    expect(await renamed()).toEqual([]);
  });

  it("throws it too when what came after was waited for, and throws something of its own", async () => {
    const sent = withOrganization(ours, async (tx) => {
      tx.send("select 1 / $1::int", [0]);
      await tx.query("select 2").catch((cause) => {
        throw new Error("Nothing was found", { cause });
      });
    });
    await expect(sent).rejects.toMatchObject({ code: "22012" });
  });

  it("keeps what was sent, in its order", async () => {
    const place = "update organizations set name = $2 where id = $1";
    await withOrganization(ours, async (tx) => {
      tx.send(place, [ours.organizationId, "First"]);
      tx.send(place, [ours.organizationId, "Second"]);
    });
    const row = await withOrganization(ours, (tx) => tx.one("select name from organizations"));
    expect(row).toEqual({ name: "Second" });
  });

  it("takes no statement after it has ended", async () => {
    const late = await withOrganization(ours, async (tx) => () => tx.query("select 1"));
    await expect(late()).rejects.toThrow("after its transaction had ended");
  });

  it("runs a prepared statement again after one of its runs has failed", async () => {
    const divide = prepared("select 1 / $1::int as result");
    const by = (divisor: number) => withOrganization(ours, (tx) => tx.one(divide, [divisor]));
    for (let round = 0; round < 8; round += 1) {
      await expect(by(0)).rejects.toMatchObject({ code: "22012" });
      expect(await by(1)).toEqual({ result: 1 });
    }
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
