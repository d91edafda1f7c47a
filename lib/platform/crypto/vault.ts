/**
 * Envelope encryption. Each organization has a data key per purpose, itself sealed by a master key of
 * CARELANE_KEYS. Rotating the master key re-seals the data keys alone; destroying a data key makes
 * everything sealed under it unreadable at once.
 */
import {
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { shared } from "../container";
import { withSystem } from "../db";
import { newId } from "../ids";
import { cryptoErrors } from "./errors";
import { currentMasterKey, type MasterKey, masterKey } from "./keyring";
import { openBytes, sealBytes } from "./seal";

type VaultPurpose = "credentials" | "resources" | "messages" | "spool" | "audit";

/** Seals and opens values of one organization and purpose. `parts` name the row and field (associated data). */
export interface Vault {
  seal(plain: string | Uint8Array, parts: readonly string[]): Buffer;
  open(sealed: Uint8Array, parts: readonly string[]): Buffer;
  /** Compressed before it is sealed: ciphertext does not compress. */
  sealText(text: string | Uint8Array, parts: readonly string[]): Buffer;
  openText(sealed: Uint8Array, parts: readonly string[]): string;
  /** What `sealText` sealed, as bytes: of those that are no UTF-8 none is lost. */
  openPacked(sealed: Uint8Array, parts: readonly string[]): Buffer;
  /** A keyed digest (HMAC-SHA-256) that shows whether `content` was written by us and is unchanged. */
  mac(content: string | Uint8Array): Buffer;
  /** The digest alone, under the current key first, then under each retired one: what was written under any is found. */
  macs(content: string | Uint8Array): Buffer[];
  /** True when `mac` made this digest of this content, also under a retired key. */
  verifyMac(content: string | Uint8Array, mac: Uint8Array): boolean;
}

interface DataKeyRow {
  id: string;
  key_id: string;
  wrapped: Buffer;
}

const idBytes = 16;

function idToBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll("-", ""), "hex");
}

function bytesToId(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function wrapParts(organizationId: string, purpose: string, id: string): string[] {
  return ["data_keys", organizationId, purpose, id];
}

/**
 * Most texts are a resource of a kilobyte: with the buffers of a large one, making them takes three times as long as
 * compressing. A window of 4 KiB, as large texts repeat themselves nearby too.
 */
const smallText = { level: 6, memLevel: 5, windowBits: 12, chunkSize: 4_096 } as const;

/** The part of `sealText` that needs no place yet, and takes longest: what is left is to `seal` what it answers. */
export function packText(text: string | Uint8Array): Buffer {
  return deflateRawSync(text, smallText);
}

const macBytes = 32;

const macKeys = new WeakMap<KeyObject, KeyObject>();

// One key, one use: sealing and digests must not share key bytes.
function macKeyOf(key: KeyObject): KeyObject {
  const known = macKeys.get(key);
  if (known) return known;
  const made = createSecretKey(Buffer.from(hkdfSync("sha256", key.export(), "", "carelane mac", 32)));
  macKeys.set(key, made);
  return made;
}

function digest(key: KeyObject, content: string | Uint8Array): Buffer {
  return createHmac("sha256", macKeyOf(key)).update(content).digest();
}

class OrganizationVault implements Vault {
  constructor(
    private readonly organizationId: string,
    private readonly currentId: string,
    private readonly keys: ReadonlyMap<string, KeyObject>,
  ) {}

  private key(id: string): KeyObject {
    const key = this.keys.get(id);
    if (!key) throw cryptoErrors.seal_broken();
    return key;
  }

  seal(plain: string | Uint8Array, parts: readonly string[]): Buffer {
    const bytes = typeof plain === "string" ? Buffer.from(plain) : plain;
    const sealed = sealBytes(this.key(this.currentId), bytes, [this.organizationId, ...parts]);
    return Buffer.concat([idToBytes(this.currentId), sealed]);
  }

  open(sealed: Uint8Array, parts: readonly string[]): Buffer {
    const id = bytesToId(sealed.subarray(0, idBytes));
    return openBytes(this.key(id), sealed.subarray(idBytes), [this.organizationId, ...parts]);
  }

  sealText(text: string | Uint8Array, parts: readonly string[]): Buffer {
    return this.seal(packText(text), parts);
  }

  openText(sealed: Uint8Array, parts: readonly string[]): string {
    return this.openPacked(sealed, parts).toString("utf8");
  }

  openPacked(sealed: Uint8Array, parts: readonly string[]): Buffer {
    return inflateRawSync(this.open(sealed, parts));
  }

  macs(content: string | Uint8Array): Buffer[] {
    return [...this.keys.values()].map((key) => digest(key, content));
  }

  mac(content: string | Uint8Array): Buffer {
    return Buffer.concat([idToBytes(this.currentId), digest(this.key(this.currentId), content)]);
  }

  verifyMac(content: string | Uint8Array, mac: Uint8Array): boolean {
    const key = this.keys.get(bytesToId(mac.subarray(0, idBytes)));
    const given = mac.subarray(idBytes);
    return key !== undefined && given.length === macBytes && timingSafeEqual(digest(key, content), given);
  }
}

async function loadVault(organizationId: string, purpose: VaultPurpose): Promise<Vault> {
  const rows = await withSystem("vault", async (tx) => {
    const id = newId();
    const master = currentMasterKey();
    const wrapped = sealBytes(master.key, randomBytes(32), wrapParts(organizationId, purpose, id));
    await tx.execute(
      `insert into data_keys (id, organization_id, purpose, key_id, wrapped)
       select $1, $2, $3, $4, $5
        where not exists (select 1 from data_keys where organization_id = $2 and purpose = $3 and retired_at is null)
       on conflict do nothing`,
      [id, organizationId, purpose, master.id, wrapped],
    );
    return tx.query<DataKeyRow>(
      `select id, key_id, wrapped from data_keys
        where organization_id = $1 and purpose = $2 order by retired_at nulls first, id desc`,
      [organizationId, purpose],
    );
  });
  const keys = new Map<string, KeyObject>();
  for (const row of rows) {
    const plain = openBytes(
      masterKey(row.key_id).key,
      row.wrapped,
      wrapParts(organizationId, purpose, row.id),
    );
    keys.set(row.id, createSecretKey(plain));
  }
  const [current] = rows;
  if (!current) throw cryptoErrors.key_unknown({ internal: { organizationId, purpose } });
  return new OrganizationVault(organizationId, current.id, keys);
}

/** The vault of an organization for one purpose; its key is made at the first use and kept in memory. */
export function openVault(organizationId: string, purpose: VaultPurpose): Promise<Vault> {
  const vaults = shared("vaults", () => new Map<string, Promise<Vault>>());
  const name = `${organizationId}/${purpose}`;
  const known = vaults.get(name);
  if (known) return known;
  const loading = loadVault(organizationId, purpose);
  vaults.set(name, loading);
  loading.catch(() => vaults.delete(name));
  return loading;
}

/** Re-seals some data keys under `master`; answers how many. */
function rotateBatch(master: MasterKey, batch: number): Promise<number> {
  return withSystem("vault", async (tx) => {
    const rows = await tx.query<DataKeyRow & { organization_id: string; purpose: string }>(
      `select id, organization_id, purpose, key_id, wrapped from data_keys
        where key_id <> $1 order by id limit $2 for update`,
      [master.id, batch],
    );
    for (const row of rows) {
      const parts = wrapParts(row.organization_id, row.purpose, row.id);
      const plain = openBytes(masterKey(row.key_id).key, row.wrapped, parts);
      await tx.execute("update data_keys set key_id = $2, wrapped = $3 where id = $1", [
        row.id,
        master.id,
        sealBytes(master.key, plain, parts),
      ]);
    }
    return rows.length;
  });
}

async function isRotated(master: MasterKey): Promise<boolean> {
  const older = await withSystem("vault", (tx) =>
    tx.one("select 1 from data_keys where key_id <> $1 limit 1", [master.id]),
  );
  return older === undefined;
}

/**
 * Re-seals every data key that an older master key sealed. It may be stopped and started at any moment, and run
 * beside another: each batch commits on its own and what is done is not done again. Answers how many it re-sealed.
 */
export async function rotateKeys(batch = 100): Promise<{ rotated: number }> {
  const master = currentMasterKey();
  let rotated = 0;
  // A batch that waited for another rotation comes back empty although more is left.
  while (!(await isRotated(master))) rotated += await rotateBatch(master, batch);
  return { rotated };
}
