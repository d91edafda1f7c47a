import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { forget } from "../container";
import { installationForTests } from "../testing/hooks";
import { masterKeyText, setEnvironment } from "../testing/installation";
import { openVault, rotateKeys, type Vault } from ".";

const installation = installationForTests();
let organizationId: string;
let vault: Vault;
const place = ["integrations", "row-1", "credentials"];

beforeAll(async () => {
  organizationId = await installation.addOrganization();
  vault = await openVault(organizationId, "credentials");
});

/** The vault as a process would open it that starts now. */
function reopen(
  purpose: "credentials" | "messages" = "credentials",
  organization = organizationId,
): Promise<Vault> {
  forget("vaults");
  return openVault(organization, purpose);
}

describe("a sealed value", () => {
  it("opens to what was sealed, in this process and in the next", async () => {
    const sealed = vault.sealText('{"secret":"Grüße 👋"}', place);
    expect(vault.openText(sealed, place)).toBe('{"secret":"Grüße 👋"}');
    expect((await reopen()).openText(sealed, place)).toBe('{"secret":"Grüße 👋"}');
  });

  it("is different each time it is sealed", () => {
    expect(vault.seal("same", place)).not.toEqual(vault.seal("same", place));
  });

  it("opens in no other row or field", () => {
    const sealed = vault.seal("x", place);
    for (const other of [
      ["integrations", "row-2", "credentials"],
      ["integrations", "row-1"],
      [],
      [...place, ""],
    ]) {
      expect(() => vault.open(sealed, other)).toThrow(expect.objectContaining({ code: "seal_broken" }));
    }
  });

  it("opens for no other organization or purpose", async () => {
    const sealed = vault.seal("x", place);
    const stranger = await openVault(await installation.addOrganization(), "credentials");
    const otherPurpose = await openVault(organizationId, "messages");
    for (const other of [stranger, otherPurpose]) {
      expect(() => other.open(sealed, place)).toThrow(expect.objectContaining({ code: "seal_broken" }));
    }
  });

  it("opens after no change of a single bit, wherever it is, and after no cut", () => {
    const sealed = vault.seal(randomBytes(24), place);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => vault.open(changed, place)).toThrow(expect.objectContaining({ code: "seal_broken" }));
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => vault.open(sealed.subarray(0, length), place)).toThrow(
        expect.objectContaining({ code: "seal_broken" }),
      );
    }
  });
});

describe("a keyed digest", () => {
  it("holds for its content alone, and for its organization alone", async () => {
    const mac = vault.mac("content");
    const stranger = await openVault(await installation.addOrganization(), "credentials");
    expect(vault.verifyMac("content", mac)).toBe(true);
    expect(vault.verifyMac("Content", mac)).toBe(false);
    expect(vault.verifyMac("content", mac.subarray(0, -1))).toBe(false);
    expect(stranger.verifyMac("content", mac)).toBe(false);
  });
});

describe("rotating the master key", () => {
  const keyIds = async () =>
    (await installation.owner.query<{ key_id: string }>("select key_id from data_keys order by id")).rows.map(
      (row) => row.key_id,
    );

  it("leaves everything readable when it is stopped half way, and ends at the second run", async () => {
    for (let made = 0; made < 5; made += 1) await openVault(await installation.addOrganization(), "messages");
    const sealed = vault.seal("kept", place);
    const total = (await keyIds()).length;

    setEnvironment({ CARELANE_KEYS: `${masterKeyText("second", 2)},${masterKeyText("first", 1)}` });
    await installation.owner.query(`
      create function stop_half_way() returns trigger language plpgsql as $$ begin
        if (select count(*) from data_keys where key_id = 'second') >= 3 then raise exception 'power cut'; end if;
        return new; end $$;
      create trigger stop before update on data_keys for each row execute function stop_half_way()`);
    await expect(rotateKeys(1)).rejects.toThrow("power cut");
    expect((await keyIds()).filter((id) => id === "second")).toHaveLength(3);
    expect((await reopen()).open(sealed, place).toString()).toBe("kept");

    await installation.owner.query("drop trigger stop on data_keys");
    expect(await rotateKeys(2)).toEqual({ rotated: total - 3 });
    expect(new Set(await keyIds())).toEqual(new Set(["second"]));
    expect(await rotateKeys()).toEqual({ rotated: 0 });
  });

  it("needs the old key no more afterwards", async () => {
    const sealed = vault.seal("kept", place);
    const mac = vault.mac("content");
    setEnvironment({ CARELANE_KEYS: masterKeyText("second", 2) });
    const later = await reopen();
    expect(later.open(sealed, place).toString()).toBe("kept");
    expect(later.verifyMac("content", mac)).toBe(true);
  });

  it("may be asked for twice at once, and neither run ends before everything is sealed anew", async () => {
    const rotateTo = async (master: string) => {
      await rotateKeys(1);
      expect(new Set(await keyIds())).toEqual(new Set([master]));
    };
    setEnvironment({ CARELANE_KEYS: `${masterKeyText("third", 3)},${masterKeyText("second", 2)}` });
    await Promise.all([rotateTo("third"), rotateTo("third")]);
    setEnvironment({ CARELANE_KEYS: `${masterKeyText("second", 2)},${masterKeyText("third", 3)}` });
    await rotateTo("second");
  });

  it("refuses to start from a data key that no master key given here sealed", async () => {
    setEnvironment({ CARELANE_KEYS: masterKeyText("third", 3) });
    await expect(reopen()).rejects.toMatchObject({ code: "key_unknown" });
  });

  it("refuses a data key that was moved to another organization", async () => {
    setEnvironment({ CARELANE_KEYS: masterKeyText("second", 2) });
    const stranger = await installation.addOrganization();
    await reopen("credentials", stranger);
    await installation.owner.query(
      `update data_keys set wrapped = (select wrapped from data_keys where organization_id = $1 and purpose = 'credentials')
        where organization_id = $2`,
      [organizationId, stranger],
    );
    await expect(reopen("credentials", stranger)).rejects.toMatchObject({ code: "seal_broken" });
  });
});
