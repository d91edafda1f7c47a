/** Calls to Epic: who we are there. HTTP only. */
import type { Client } from "@/lib/http/client";
import type { ConnectorContext } from "../contract";
import { type FhirServer, openFhirServer } from "../protocols/fhir-r4";
import { discover, openSmartSession, type SmartSession, smartErrors } from "../protocols/smart-on-fhir";
import { vendorClient } from "../protocols/vendor-client";
import { type EpicConfig, tokenUrlBeside } from "./config";
import { explainRefusal } from "./errors";

export type EpicContext = ConnectorContext<EpicConfig>;

export interface EpicApi {
  readonly http: Client;
  readonly server: FhirServer;
  readonly session: SmartSession;
  readonly tokenUrl: string;
}

/** Sent by Epic's own samples, and asked for by some sites. */
function epicHeaders({ clientId }: EpicConfig) {
  return { "epic-client-id": clientId };
}

/** The token address: as set, else as announced, else where Epic usually has it. */
async function tokenUrlOf(http: Client, config: EpicConfig): Promise<string> {
  if (config.tokenUrl) return config.tokenUrl;
  return discover(http, config.fhirBaseUrl, epicHeaders(config)).then(
    (found) => found.token_endpoint,
    () => tokenUrlBeside(config.fhirBaseUrl),
  );
}

/** Opens Epic for one integration; signs in at the first call. */
export async function openEpic(context: EpicContext): Promise<EpicApi> {
  const { config, integrationId, signal } = context;
  const http = vendorClient("epic", integrationId);
  const headers = epicHeaders(config);
  const tokenUrl = await tokenUrlOf(http, config);
  const signingKey = async () => {
    const key = await context.signingKey?.();
    if (!key) throw smartErrors.no_key_pair();
    return { ...key, keyId: config.keyId ?? key.keyId };
  };
  // Epic takes the scopes from the registration of the app; it ignores those asked for.
  const smart = {
    clientId: config.clientId,
    tokenUrl,
    scopes: [],
    proof: { by: "key", signingKey } as const,
    http,
    headers,
  };
  const session = openSmartSession(integrationId, smart);
  const server = openFhirServer({
    baseUrl: config.fhirBaseUrl,
    http,
    session,
    headers,
    explain: explainRefusal,
    signal,
  });
  return { http, server, session, tokenUrl };
}
