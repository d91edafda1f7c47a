/** Opens any FHIR R4 server: signed in as its settings say, asked for no more than it says that it offers. HTTP only. */
import { hasCode } from "@/lib/platform/errors";
import type { ConnectorContext, SupportedEntity } from "../contract";
import { openFhirConnection, type SmartVendor } from "../protocols/fhir-connector";
import {
  accessNeeds,
  type Capability,
  type FhirServer,
  openFhirServer,
  readCapability,
} from "../protocols/fhir-r4";
import { discover, type SmartSession, smartErrors, systemScopes } from "../protocols/smart-on-fhir";
import { vendorClient } from "../protocols/vendor-client";
import { type FhirConfig, signInOf } from "./config";

export const connectorId = "fhir-r4";

export type FhirContext = ConnectorContext<FhirConfig>;

export interface AnyFhirServer {
  readonly server: FhirServer;
  /** Absent where nothing is asked of a token address. */
  readonly session?: SmartSession;
  readonly capability: Capability;
  /** The entities as this server has them: those it serves, with the writes it offers. */
  readonly ports: readonly SupportedEntity[];
}

const vendor: SmartVendor<FhirConfig & { clientId: string }> = {
  connectorId,
  secretBy: "basic",
  tokenUrlBeside: (fhirBaseUrl) => `${fhirBaseUrl}/auth/token`,
};

/** A session that sends the same header with every call. */
function standingSession(authorization: string): SmartSession {
  return {
    token: async () => {
      throw smartErrors.token_refused({ detail: "This server is asked for none." });
    },
    async authorized(call) {
      try {
        return await call(authorization);
      } catch (cause) {
        if (!hasCode(cause, "vendor_sign_in_expired")) throw cause;
        throw smartErrors.sign_in_refused({
          detail:
            "Compare the access token, or the user name and password, with what its administrator gave.",
          cause,
        });
      }
    },
  };
}

function offered(capability: Capability, ports: readonly SupportedEntity[]): SupportedEntity[] {
  return ports
    .filter(({ remoteEntity }) => capability.types.includes(remoteEntity))
    .map((port) => ({
      ...port,
      write: {
        ...port.write,
        create: capability.offers(port.remoteEntity, "create"),
        update: capability.offers(port.remoteEntity, "update"),
      },
    }));
}

/** The newer notation of scopes where the server announces it. */
async function notationOf({ config, integrationId }: FhirContext): Promise<"v1" | "v2"> {
  const http = vendorClient(connectorId, integrationId);
  const { capabilities } = await discover(http, config.fhirBaseUrl).catch(() => ({ capabilities: [] }));
  return Array.isArray(capabilities) && capabilities.includes("permission-v2") ? "v2" : "v1";
}

export async function capabilityOf({ config, integrationId }: FhirContext): Promise<Capability> {
  const signIn = signInOf(config);
  const authorization = signIn.by === "header" ? signIn.authorization : "";
  return readCapability(vendorClient(connectorId, integrationId), config.fhirBaseUrl, authorization);
}

/** What `context` may do with the entities, as scopes. */
async function scopesFor(context: FhirContext, ports: readonly SupportedEntity[]): Promise<string[]> {
  const needs = accessNeeds(context.access, ports);
  if (context.config.groupId) needs.push({ type: "Group", interaction: "read" });
  return systemScopes(needs, await notationOf(context));
}

/** The right to subscriptions, in both notations. */
export const subscriptionRights = {
  v1: ["system/Subscription.read", "system/Subscription.write"],
  v2: ["system/Subscription.crds"],
} as const;

/** The right to subscriptions alone: a client without it can still read all else. */
export async function subscriptionScopes(context: FhirContext): Promise<string[]> {
  return [...subscriptionRights[await notationOf(context)]];
}

/** Opens the server for one integration, by default for its entities; signs in at the first call. */
export async function openAnyFhir(
  context: FhirContext,
  allPorts: readonly SupportedEntity[],
  wantedScopes: (context: FhirContext, ports: readonly SupportedEntity[]) => Promise<string[]> = scopesFor,
): Promise<AnyFhirServer> {
  const { config, integrationId, signal, recorder } = context;
  const capability = await capabilityOf(context);
  const ports = offered(capability, allPorts);
  const signIn = signInOf(config);
  if (signIn.by === "header") {
    const http = vendorClient(connectorId, integrationId);
    const session = standingSession(signIn.authorization);
    return {
      capability,
      ports,
      server: openFhirServer({ baseUrl: config.fhirBaseUrl, http, session, signal, recorder }),
    };
  }
  const scopes = await wantedScopes(context, ports);
  const settings = { ...config, clientId: signIn.clientId };
  const { server, session } = await openFhirConnection({ ...context, config: settings }, vendor, scopes);
  return { server, session, capability, ports };
}
