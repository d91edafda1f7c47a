/** What destinations keep secret: values of headers and the key of a certificate, sealed beside the destination. */
import { openVault } from "@/lib/platform/crypto";
import { newId } from "@/lib/platform/ids";
import { channelErrors } from "../errors";
import type { DestinationDefinition, DestinationRequest } from "../schema";

/** By what they are; base64. A secret of an earlier version stays, for a rollback. */
export type SealedSecrets = Readonly<Record<string, string>>;

export interface SecretOwner {
  readonly id: string;
  readonly organizationId: string;
}

type Asked = string | { readonly set: true };

const tlsKey = "tls.key";
const headerNamed = (name: string) => `header.${name.toLowerCase()}`;
const sealParts = (destinationId: string, name: string) => ["channel_destinations", destinationId, name];

/** Of a short secret its end would tell too much. */
function kept(asked: Asked, hasHint: boolean, before: { readonly hint?: string } = {}) {
  if (typeof asked !== "string") return { set: true, ...before } as const;
  return { set: true, ...(hasHint && asked.length >= 16 && { hint: `…${asked.slice(-4)}` }) } as const;
}

function secretsIn(request: DestinationRequest): [name: string, asked: Asked][] {
  if (request.kind === "http") {
    return Object.entries(request.headers).map(([name, asked]) => [headerNamed(name), asked]);
  }
  const key = request.kind === "mllp" ? request.tls?.key : undefined;
  return key ? [[tlsKey, key]] : [];
}

/** The request with each secret said to be set instead. */
function withoutSecrets(
  id: string,
  request: DestinationRequest,
  before: DestinationDefinition | undefined,
): DestinationDefinition {
  if (request.kind === "http") {
    const known = before?.kind === "http" ? before.headers : {};
    const headers = Object.entries(request.headers).map(([name, asked]) => [
      name,
      kept(asked, true, known[name]),
    ]);
    return { ...request, id, headers: Object.fromEntries(headers) };
  }
  if (request.kind !== "mllp") return { ...request, id };
  const { tls } = request;
  return { ...request, id, tls: tls && { ...tls, key: tls.key ? kept(tls.key, false) : null } };
}

export interface SealedDestination {
  readonly definition: DestinationDefinition;
  readonly secrets: SealedSecrets;
}

/**
 * A destination as it is kept. One that `before` knows keeps its id and the secrets that are not sent; any other is new.
 * Throws `channel_invalid`, at `path`, for a secret that is said to be there and is not.
 */
export async function sealDestination(
  organizationId: string,
  request: DestinationRequest,
  before: SealedDestination | undefined,
  path: string,
): Promise<SealedDestination> {
  const id = before?.definition.id ?? newId();
  const vault = await openVault(organizationId, "credentials");
  const secrets: Record<string, string> = { ...before?.secrets };
  for (const [name, asked] of secretsIn(request)) {
    if (typeof asked === "string") {
      secrets[name] = vault.seal(asked, sealParts(id, name)).toString("base64");
    } else if (secrets[name] === undefined) {
      const errors = [{ path, message: "Send this secret: none is kept" }];
      throw channelErrors.channel_invalid({ detail: "A secret is missing.", errors });
    }
  }
  return { definition: withoutSecrets(id, request, before?.definition), secrets };
}

interface OpenSecrets {
  readonly headers: Readonly<Record<string, string>>;
  readonly tlsKey?: string;
}

/** The secrets that a destination's definition names. */
export async function openSecrets(
  { organizationId }: SecretOwner,
  { definition, secrets }: SealedDestination,
): Promise<OpenSecrets> {
  const vault = await openVault(organizationId, "credentials");
  const open = (name: string) =>
    vault.open(Buffer.from(secrets[name] ?? "", "base64"), sealParts(definition.id, name)).toString("utf8");
  const names = definition.kind === "http" ? Object.keys(definition.headers) : [];
  return {
    headers: Object.fromEntries(names.map((name) => [name, open(headerNamed(name))])),
    ...(definition.kind === "mllp" && definition.tls?.key && { tlsKey: open(tlsKey) }),
  };
}
