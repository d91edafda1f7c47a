/** The connector of a FHIR vendor that takes no writes, from what is peculiar to it. */
import type { RecordEntity } from "@/lib/records/schema";
import {
  byEntity,
  type Connector,
  type ConnectorContext,
  type EntityPort,
  type SupportedEntity,
} from "../../contract";
import { abandonExport, accessNeeds, fhirPort, typesOf } from "../fhir-r4";
import { publishedKeysUrl, systemScopes } from "../smart-on-fhir";
import { type FhirSettings, openFhirConnection, type SmartVendor } from "./connection";
import { testFhirConnection } from "./connection-test";
import { type FhirReading, pullFhir } from "./pull";

type Said<Config> = Pick<
  Connector<Config>,
  "id" | "name" | "provider" | "capabilities" | "approvalNote" | "config"
>;

export interface ReadOnlyVendor<Config extends FhirSettings> extends Said<Config> {
  readonly limitations: readonly string[];
  /** How people call it in sentences. */
  readonly vendor: string;
  readonly server: Omit<SmartVendor<Config>, "connectorId">;
  /** What it has, in an order in which references resolve, with what to know of each. */
  readonly entities: readonly (readonly [RecordEntity, ...limitations: string[]])[];
  readonly changeDetection: SupportedEntity["changeDetection"];
  readonly reading: Omit<FhirReading<Config>, "vendor" | "types">;
  /** Whether a group can be exported, which asks for a right of its own. */
  readonly exports: boolean;
  /** Looks at a resource before it becomes a record of ours; throws what is to be said of one that must not. */
  readonly inspect?: (resource: Record<string, unknown>) => void;
  /** What to do where a step of the test fails. */
  readonly fixes: {
    readonly address: string;
    readonly token: (keysUrl: string) => string;
    readonly reading: string;
  };
}

/** Makes the connector. */
export function readOnlyConnector<Config extends FhirSettings>(
  facts: ReadOnlyVendor<Config>,
): Connector<Config> {
  const { id, vendor, changeDetection, fixes, inspect } = facts;
  const server: SmartVendor<Config> = { connectorId: id, ...facts.server };
  const open = (context: ConnectorContext<Config>) =>
    openFhirConnection(context, server, scopesOf(context.access, context.config.groupId !== undefined));
  const strategies = ["batch", "polling", "manual"] as const;
  const ports = facts.entities.map(([entity, ...limitations]): EntityPort<Config> => {
    const opened = async (context: ConnectorContext<Config>) => (await open(context)).server;
    const port = fhirPort({ open: opened, strategies, changeDetection }, entity, {
      limitations: [`${vendor} takes no writes over FHIR.`, ...limitations],
    });
    return inspect ? { ...port, toLocal: inspected(port.toLocal, inspect) } : port;
  });
  const reading = { ...facts.reading, vendor, types: typesOf(ports) };

  function scopesOf(access: ConnectorContext<Config>["access"], exports: boolean): string[] {
    const needs = accessNeeds(access, ports);
    return systemScopes(exports ? [...needs, { type: "Group", interaction: "read" }] : needs, "v2");
  }

  return {
    id,
    name: facts.name,
    provider: facts.provider,
    type: "ehr",
    supportedAuthTypes: ["oauth2"],
    supportedSyncDirections: ["pull"],
    supportedSyncStrategies: strategies,
    capabilities: facts.capabilities,
    limitations: [`${vendor} takes no writes over FHIR.`, ...facts.limitations],
    requiresApproval: facts.approvalNote !== undefined,
    approvalNote: facts.approvalNote,
    config: facts.config,
    needsSigningKey: true,
    entities: byEntity(ports),
    scopes: (access) => scopesOf(access, facts.exports),
    pull: async function* (context, request) {
      yield* pullFhir(reading, context, await open(context), request);
    },
    abandon: async (context, cursor) => abandonExport((await open(context)).server, cursor),
    test: (context) =>
      testFhirConnection(context, {
        name: vendor,
        vendor: server,
        ports,
        open,
        fixes: { ...fixes, token: fixes.token(publishedKeysUrl(context.integrationId)) },
      }),
  };
}

function inspected<Config>(
  toLocal: EntityPort<Config>["toLocal"],
  inspect: (resource: Record<string, unknown>) => void,
): EntityPort<Config>["toLocal"] {
  return (resource) => {
    inspect(resource);
    return toLocal(resource);
  };
}
