/** The connector of a vendor whose FHIR takes no writes, from what is peculiar to it; changes go as HL7 v2 messages. */
import type { RecordEntity } from "@/lib/records/schema";
import {
  byEntity,
  type Connector,
  type ConnectorContext,
  type EntityPort,
  isShown,
  type Notifications,
  type SupportedEntity,
  type SyncStrategy,
} from "../../contract";
import type { Step } from "../connection-steps";
import { abandonExport, accessNeeds, fhirPort, typesOf } from "../fhir-r4";
import { type MessageSettings, toldPort, withMessages } from "../hl7v2-write";
import { publishedKeysUrl, systemScopes } from "../smart-on-fhir";
import { type FhirConnection, type FhirSettings, openFhirConnection, type SmartVendor } from "./connection";
import { testFhirConnection } from "./connection-test";
import { type FhirReading, pullFhir } from "./pull";

type Said<Config> = Pick<
  Connector<Config>,
  "id" | "name" | "provider" | "capabilities" | "approvalNote" | "config"
>;

export interface ReadOnlyVendor<Config extends FhirSettings & MessageSettings> extends Said<Config> {
  readonly limitations: readonly string[];
  /** How people call it in sentences. */
  readonly vendor: string;
  readonly server: Omit<SmartVendor<Config>, "connectorId">;
  /** What it has, in an order in which references resolve, with what to know of each. */
  readonly entities: readonly (readonly [RecordEntity, ...limitations: string[]])[];
  /** What it does not show, and yet takes messages of. */
  readonly told?: readonly RecordEntity[];
  readonly changeDetection: SupportedEntity["changeDetection"];
  readonly reading: Omit<FhirReading<Config>, "vendor" | "types">;
  /** Whether a group can be exported, which asks for a right of its own. */
  readonly exports: boolean;
  /** True where a token either exports or reads. */
  readonly exportsApart?: boolean;
  /** The notation of SMART in which it is asked for scopes; 2.0 unless told. */
  readonly notation?: "v1" | "v2";
  /** How it tells of changes, of which entities, and the steps of the test that ask for it. */
  readonly events?: {
    readonly of: readonly RecordEntity[];
    readonly notifications: Notifications<Config>;
    readonly steps: (context: ConnectorContext<Config>) => readonly Step[];
  };
  /** Looks at a resource before it becomes a record of ours; throws what is to be said of one that must not. */
  readonly inspect?: (resource: Record<string, unknown>) => void;
  /** What to do where a step of the test fails. */
  readonly fixes: {
    readonly address: string;
    readonly token: (keysUrl: string) => string;
    readonly reading: string;
  };
}

const usualStrategies: readonly SyncStrategy[] = ["batch", "polling", "manual"];
const toldStrategies: readonly SyncStrategy[] = [...usualStrategies, "webhook"];

const takesNoWrites = (vendor: string) => `${vendor} takes no writes over FHIR.`;

type Open<Config> = (context: ConnectorContext<Config>) => Promise<FhirConnection>;

function portsOf<Config extends FhirSettings & MessageSettings>(
  { vendor, entities, told = [], changeDetection, events, inspect, reading }: ReadOnlyVendor<Config>,
  open: Open<Config>,
): EntityPort<Config>[] {
  const opened = async (context: ConnectorContext<Config>) => (await open(context)).server;
  const { patientQuery, charted } = reading;
  const receiver = { open: opened, patientQuery, charted };
  const shown = entities.map(([entity, ...limitations]) => {
    const strategies = events?.of.includes(entity) ? toldStrategies : usualStrategies;
    const port = fhirPort({ open: opened, strategies, changeDetection }, entity, {
      limitations: [takesNoWrites(vendor), ...limitations],
    });
    const writing = withMessages(receiver, port);
    return inspect ? { ...writing, toLocal: inspected(writing.toLocal, inspect) } : writing;
  });
  const limitations = [`${vendor} does not show them over FHIR: what it accepted is taken for what it has.`];
  const unseen = told.map((entity) =>
    toldPort(receiver, entity, { strategies: usualStrategies, limitations }),
  );
  return [...shown, ...unseen];
}

/** How the vendor is opened: for reading, and for exports where a token does only one of them. */
function accessOf<Config extends FhirSettings & MessageSettings>(facts: ReadOnlyVendor<Config>) {
  const server: SmartVendor<Config> = { connectorId: facts.id, ...facts.server };
  const scopesOf = (access: ConnectorContext<Config>["access"], exports: boolean) => {
    const needs = accessNeeds(access, ports);
    const wanted = exports ? [...needs, { type: "Group", interaction: "read" } as const] : needs;
    return systemScopes(wanted, facts.notation ?? "v2");
  };
  const openFor = (context: ConnectorContext<Config>, exports: boolean) =>
    openFhirConnection(context, server, scopesOf(context.access, exports));
  const open: Open<Config> = (context) =>
    openFor(context, context.config.groupId !== undefined && !facts.exportsApart);
  const exporting: Open<Config> = facts.exportsApart ? (context) => openFor(context, true) : open;
  const ports = portsOf(facts, open);
  return { server, scopesOf, open, exporting, ports };
}

/** Makes the connector. */
export function readOnlyConnector<Config extends FhirSettings & MessageSettings>(
  facts: ReadOnlyVendor<Config>,
): Connector<Config> {
  const { id, name, provider, vendor, capabilities, config, approvalNote, events, fixes } = facts;
  const { server, scopesOf, open, exporting, ports } = accessOf(facts);
  const reading = { ...facts.reading, vendor, types: typesOf(ports.filter(isShown)) };
  return {
    id,
    name,
    provider,
    type: "ehr",
    supportedAuthTypes: ["oauth2"],
    supportedSyncDirections: ["pull", "push", "bidirectional"],
    supportedSyncStrategies: events ? toldStrategies : usualStrategies,
    capabilities,
    limitations: [
      takesNoWrites(vendor),
      "Changes go to the HL7 v2 address of the site, where one is set.",
      ...facts.limitations,
    ],
    requiresApproval: approvalNote !== undefined,
    approvalNote,
    config,
    needsSigningKey: true,
    entities: byEntity(ports),
    scopes: (access) => scopesOf(access, facts.exports),
    pull: async function* (context, request) {
      const { server: own } = await open(context);
      const exports = facts.exportsApart ? (await exporting(context)).server : own;
      yield* pullFhir(reading, context, { server: own, exports }, request);
    },
    abandon: async (context, cursor) => abandonExport((await exporting(context)).server, cursor),
    ...(events && { notifications: events.notifications }),
    test: (context) =>
      testFhirConnection(context, {
        name: vendor,
        vendor: server,
        ports,
        open,
        more: events?.steps(context),
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
