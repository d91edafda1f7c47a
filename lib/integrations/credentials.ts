/**
 * An integration's credentials: every field sealed by itself, bound to its organization, integration and name,
 * so that one cannot stand in for another. A field that is no secret is known by its value, a secret by its end.
 */
import type { Connector } from "@/lib/connectors/contract";
import { settingsFields } from "@/lib/connectors/fields";
import { assertAddressAllowed } from "@/lib/http/client";
import { now } from "@/lib/platform/clock";
import { openVault } from "@/lib/platform/crypto";
import { integrationErrors } from "./errors";
import type { CredentialValues, CredentialView } from "./schema";

interface SealedField {
  /** Base64. */
  readonly sealed: string;
  readonly hint: string | null;
  readonly updatedAt: string;
}

export type SealedCredentials = Readonly<Record<string, SealedField>>;

/** Which integration's credentials they are. */
export interface CredentialOwner {
  readonly id: string;
  readonly organizationId: string;
}

const sealParts = (integrationId: string, name: string) => ["integrations", integrationId, name];

const longestHint = 300;

/** Four last characters tell keys apart; of a short secret they would tell too much. */
function hintOf(value: unknown, secret: boolean): string | null {
  if (!secret && (typeof value === "number" || typeof value === "boolean")) return String(value);
  if (typeof value !== "string") return null;
  if (!secret) return value.slice(0, longestHint);
  return value.length >= 16 ? `…${value.slice(-4)}` : null;
}

/** Names that hold a secret although the connector does not know them. */
const soundsSecret = /secret|password|token|key|certificate|encrypted/i;

function secretNames(connector: Connector): (name: string) => boolean {
  const fields = new Map(settingsFields(connector.config).map((field) => [field.name, field.secret]));
  return (name) => fields.get(name) ?? soundsSecret.test(name);
}

/** The fields after `values` were written: null takes a field out, what is not named stays as it is. */
export async function sealCredentials(
  owner: CredentialOwner,
  connector: Connector,
  before: SealedCredentials,
  values: CredentialValues,
): Promise<SealedCredentials> {
  const vault = await openVault(owner.organizationId, "credentials");
  const isSecret = secretNames(connector);
  const fields: Record<string, SealedField> = { ...before };
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === "") {
      delete fields[name];
      continue;
    }
    fields[name] = {
      sealed: vault.seal(JSON.stringify(value), sealParts(owner.id, name)).toString("base64"),
      hint: hintOf(value, isSecret(name)),
      updatedAt: now().toISOString(),
    };
  }
  return fields;
}

/** The values themselves, for the connector alone. */
export async function openCredentials(
  owner: CredentialOwner,
  sealed: SealedCredentials,
): Promise<Record<string, unknown>> {
  const vault = await openVault(owner.organizationId, "credentials");
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(sealed)) {
    const plain = vault.open(Buffer.from(field.sealed, "base64"), sealParts(owner.id, name));
    values[name] = JSON.parse(plain.toString("utf8"));
  }
  return values;
}

/** The values as the connector's config. Throws `credentials_incomplete` naming what is missing or wrong. */
export function parseConfig<Config>(connector: Connector<Config>, values: Record<string, unknown>): Config {
  const parsed = connector.config.safeParse(values);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({
    path: ["credentials", ...issue.path].join("."),
    message: issue.message,
  }));
  const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? "credentials")))];
  throw integrationErrors.credentials_incomplete({
    detail: `Missing or not right: ${names.join(", ")}.`,
    errors,
  });
}

/** Refuses addresses that Carelane must not call. Asks the name server, so it runs outside any transaction. */
export async function assertAddressesAllowed(values: CredentialValues): Promise<void> {
  for (const value of Object.values(values)) {
    if (typeof value === "string" && /^[a-z][a-z0-9+.-]*:\/\//i.test(value.trim())) {
      await assertAddressAllowed(value.trim());
    }
  }
}

/** What may be shown of credentials: every field of the connector and every other that is set. */
export function viewCredentials(
  connector: Connector | undefined,
  sealed: SealedCredentials,
): Record<string, CredentialView> {
  const names = [
    ...(connector ? settingsFields(connector.config).map(({ name }) => name) : []),
    ...Object.keys(sealed),
  ];
  return Object.fromEntries(
    names.map((name) => {
      const field = sealed[name];
      return [
        name,
        { set: field !== undefined, hint: field?.hint ?? null, updatedAt: field?.updatedAt ?? null },
      ];
    }),
  );
}
