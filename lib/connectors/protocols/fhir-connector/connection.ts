/** Opens a vendor's FHIR server for one integration: who we are there, and what we may. */
import type { Client, Rate } from "@/lib/http/client";
import type { ConnectorContext } from "../../contract";
import { type FhirServer, type FhirServerOptions, openFhirServer } from "../fhir-r4";
import {
  type ClientProof,
  discover,
  openSmartSession,
  type SmartSession,
  smartErrors,
} from "../smart-on-fhir";
import { vendorClient } from "../vendor-client";

/** What every such integration is set up with. */
export interface FhirSettings {
  readonly clientId: string;
  /** Without a slash at its end. */
  readonly fhirBaseUrl: string;
  /** The group whose export is the population. */
  readonly groupId?: string | undefined;
  /** Only where it differs from what the server announces. */
  readonly tokenUrl?: string | undefined;
  /** The name by which the vendor knows our key, where it has one of its own. */
  readonly keyId?: string | undefined;
  readonly clientSecret?: string | undefined;
}

/** How a vendor is reached. */
export interface SmartVendor<Config extends FhirSettings> {
  readonly connectorId: string;
  /** Where its token endpoint usually stands, for servers that announce none. */
  readonly tokenUrlBeside: (fhirBaseUrl: string) => string;
  /** How it takes a client secret; without one, or where it takes none, the client signs with its key. */
  readonly secretBy?: "basic" | "form";
  readonly headers?: (config: Config) => Readonly<Record<string, string>>;
  readonly explain?: FhirServerOptions["explain"];
  /** The calls it allows an integration, those for tokens among them. */
  readonly rate?: Rate;
}

export interface FhirConnection {
  readonly http: Client;
  readonly server: FhirServer;
  readonly session: SmartSession;
}

/** The token address: as set, else as announced, else where the vendor usually has it. */
async function tokenUrlOf<Config extends FhirSettings>(
  http: Client,
  vendor: SmartVendor<Config>,
  config: Config,
): Promise<string> {
  if (config.tokenUrl) return config.tokenUrl;
  return discover(http, config.fhirBaseUrl, vendor.headers?.(config)).then(
    (found) => found.token_endpoint,
    () => vendor.tokenUrlBeside(config.fhirBaseUrl),
  );
}

function proofOf<Config extends FhirSettings>(
  context: ConnectorContext<Config>,
  { secretBy }: SmartVendor<Config>,
): ClientProof {
  const { clientSecret, keyId } = context.config;
  if (secretBy && clientSecret) return { by: secretBy, secret: clientSecret };
  const signingKey = async () => {
    const key = await context.signingKey?.();
    if (!key) throw smartErrors.no_key_pair();
    return { ...key, keyId: keyId ?? key.keyId };
  };
  return { by: "key", signingKey };
}

/** Opens the server with a token for `scopes`; none where they come from the registration of the app alone. */
export async function openFhirConnection<Config extends FhirSettings>(
  context: ConnectorContext<Config>,
  vendor: SmartVendor<Config>,
  scopes: readonly string[],
): Promise<FhirConnection> {
  const { config, integrationId, signal, recorder } = context;
  const http = vendorClient(vendor.connectorId, integrationId, vendor.rate);
  const headers = vendor.headers?.(config);
  const { clientId, fhirBaseUrl: baseUrl } = config;
  const tokenUrl = await tokenUrlOf(http, vendor, config);
  const proof = proofOf(context, vendor);
  const session = openSmartSession(integrationId, { clientId, tokenUrl, scopes, proof, http, headers });
  const { explain } = vendor;
  const server = openFhirServer({ baseUrl, http, session, headers, explain, signal, recorder });
  return { http, server, session };
}
