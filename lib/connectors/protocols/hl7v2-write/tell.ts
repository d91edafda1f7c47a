/** Writes and sends the messages of one integration. */
import type { FhirJson } from "@/lib/fhir";
import { type Envelope, newControlId } from "@/lib/hl7";
import { now } from "@/lib/platform/clock";
import type { ConnectorContext, PatientSelector, ToldVerb } from "../../contract";
import { type FhirServer, fhirServerErrors } from "../fhir-r4";
import { type MessageSettings, receiverAt } from "./settings";
import type { ToldChange } from "./told-change";
import type { ChartSearches, Charts, MessageWay, Write } from "./ways";

/** A vendor that takes messages, and whose FHIR interface says whom and what they name. */
export interface MessageVendor<Config extends MessageSettings> {
  readonly open: (context: ConnectorContext<Config>) => Promise<FhirServer>;
  readonly patientQuery: (
    demographics: NonNullable<PatientSelector["demographics"]>,
    config: Config,
  ) => Readonly<Record<string, string>>;
  readonly charted: ChartSearches;
}

export async function chartsOf<Config extends MessageSettings>(
  { open, patientQuery, charted }: MessageVendor<Config>,
  context: ConnectorContext<Config>,
): Promise<Charts> {
  return {
    server: await open(context),
    patientQuery: (demographics) => patientQuery(demographics, context.config),
    charted,
    access: context.access,
  };
}

function envelopeFor({ hl7Application, hl7Facility, hl7Version }: MessageSettings): Envelope {
  return {
    controlId: newControlId(),
    at: now(),
    version: hl7Version,
    receiver: { application: hl7Application, facility: hl7Facility },
  };
}

/** What is told where the settings say to whom, for people. */
export function sentencesOf({ words, limits }: MessageWay, verbs: readonly ToldVerb[]): string[] {
  const parts = verbs.map((verb) => words[verb]);
  return [`Where an HL7 v2 address is set, it gets ${parts.join(", ")}.`, ...limits];
}

/** Sends the message that `compose` leads to; throws `change_not_offered` where the settings name no receiver. */
async function tell<Config extends MessageSettings>(
  vendor: MessageVendor<Config>,
  context: ConnectorContext<Config>,
  compose: (charts: Charts) => Promise<Write>,
): Promise<void> {
  const { config, messenger, signal } = context;
  const to = config.hl7Address === undefined ? undefined : receiverAt(config.hl7Address);
  if (!to || !messenger) {
    throw fhirServerErrors.change_not_offered({
      detail: "It goes over HL7 v2 alone: add the HL7 v2 address of the site to the integration's settings.",
    });
  }
  const write = await compose(await chartsOf(vendor, context));
  await messenger.send({ to, text: write(envelopeFor(config)) }, signal);
}

/** Tells of a new resource, under our number. */
export function tellNew<Config extends MessageSettings>(
  vendor: MessageVendor<Config>,
  way: MessageWay,
  context: ConnectorContext<Config>,
  resource: FhirJson,
): Promise<void> {
  return tell(vendor, context, (charts) => way.create(charts, way.named(resource)));
}

const noPlaceFor = (elements: readonly string[]) =>
  `HL7 v2 messages have no place for ${elements.join(", ")}: change it in the vendor's system itself.`;

export interface Told {
  /** The changed elements of which the message tells. */
  readonly elements: readonly string[];
  /** What it has no place for, in words for people. */
  readonly notTaken?: string;
}

/** Tells of a change; throws `change_not_offered` where messages have no place for anything of it. */
export async function tellChange<Config extends MessageSettings>(
  vendor: MessageVendor<Config>,
  way: MessageWay,
  context: ConnectorContext<Config>,
  change: ToldChange,
): Promise<Told> {
  const untold = change.changed.filter((element) => way.untold.includes(element));
  const elements = change.changed.filter((element) => !untold.includes(element));
  if (elements.length === 0) throw fhirServerErrors.change_not_offered({ detail: noPlaceFor(untold) });
  await tell(vendor, context, (charts) => way.update(charts, change));
  return { elements, ...(untold.length > 0 && { notTaken: noPlaceFor(untold) }) };
}
