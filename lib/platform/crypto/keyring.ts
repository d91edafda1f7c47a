/** The master keys of CARELANE_KEYS. They seal data keys and nothing else. */
import { createSecretKey, type KeyObject } from "node:crypto";
import { secret } from "../env";
import { cryptoErrors } from "./errors";

export interface MasterKey {
  readonly id: string;
  readonly key: KeyObject;
}

let parsed: { text: string; keys: MasterKey[] } | undefined;

function masterKeys(): MasterKey[] {
  const text = secret("CARELANE_KEYS");
  if (parsed?.text !== text) {
    const keys = text.split(",").map((entry) => {
      const [id = "", base64 = ""] = entry.split(":");
      return { id, key: createSecretKey(Buffer.from(base64, "base64")) };
    });
    parsed = { text, keys };
  }
  return parsed.keys;
}

/** The key that seals from now on: the first of the list. */
export function currentMasterKey(): MasterKey {
  const [first] = masterKeys();
  if (!first) throw cryptoErrors.key_unknown({ detail: "CARELANE_KEYS holds no key." });
  return first;
}

/** The key that sealed something earlier. */
export function masterKey(id: string): MasterKey {
  const key = masterKeys().find((candidate) => candidate.id === id);
  if (!key) throw cryptoErrors.key_unknown({ internal: { keyId: id } });
  return key;
}
