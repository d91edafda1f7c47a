/** The start dialog's choices: what an integration offers, what they ask of the server, what they will do. */
import { z } from "zod";
import type { JobType, SyncJob, SyncJobRequest } from "@/lib/sync/schema";
import { canSync } from "./can-sync";
import { entityWord } from "./job-words";
import type { CatalogueEntry, Connection } from "./use-connections";

type Direction = SyncJob["direction"];

const birthDate = /^\d{4}-\d{2}-\d{2}$/;

export const startFormSchema = z
  .object({
    integrationId: z.string().min(1, { error: "Choose an integration" }),
    /** An entity, or "all". */
    records: z.string(),
    direction: z.enum(["INBOUND", "OUTBOUND", "BIDIRECTIONAL"]),
    mode: z.enum(["changes", "everything"]),
    whose: z.enum(["all", "id", "name"]),
    remotePatientId: z.string().trim(),
    family: z.string().trim(),
    given: z.string().trim(),
    birthDate: z.string().trim(),
  })
  .superRefine(({ whose, remotePatientId, family, given, birthDate: born }, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: "custom", path: [field], message });
    if (whose === "id" && !remotePatientId) refuse("remotePatientId", "Write the patient's id there");
    if (whose !== "name") return;
    if (!family) refuse("family", "Write the family name");
    if (!given) refuse("given", "Write a given name");
    if (!birthDate.test(born)) refuse("birthDate", "Write it as 1984-03-17");
  });
export type StartForm = z.infer<typeof startFormSchema>;

/** The integrations that a sync can be started of. */
export function startable(
  connections: readonly Connection[],
  catalogue: readonly CatalogueEntry[],
): Connection[] {
  const known = new Set(catalogue.filter(canSync).map(({ id }) => id));
  return connections.filter(({ status, connectorId }) => status === "active" && known.has(connectorId));
}

type Supported = CatalogueEntry["supportedEntities"][number];

/** What an integration synchronises: what its connector has, less what was switched off. */
export function enabledEntities(connection: Connection, connector: CatalogueEntry): Supported[] {
  const off = connection.entityMappings.filter(({ enabled }) => !enabled);
  const on = connection.entityMappings.filter(({ enabled }) => enabled);
  const names = (entity: string) => (mapping: { localEntity: string }) => mapping.localEntity === entity;
  return connector.supportedEntities.filter(
    ({ entity }) => !off.some(names(entity)) && (on.length === 0 || on.some(names(entity))),
  );
}

/** The ways that both the integration and the connector allow for at least one of these entities. */
export function directionsOf({ syncDirection }: Connection, entities: readonly Supported[]): Direction[] {
  const allows = (way: "pull" | "push") =>
    (syncDirection === way || syncDirection === "bidirectional") &&
    entities.some(({ directions }) => directions.includes(way) || directions.includes("bidirectional"));
  if (allows("pull")) return allows("push") ? ["INBOUND", "OUTBOUND", "BIDIRECTIONAL"] : ["INBOUND"];
  return allows("push") ? ["OUTBOUND"] : [];
}

/** The choices as the dialog opens, and again for every other integration. */
export function startFormFor({ id, syncDirection }: Connection): StartForm {
  return {
    integrationId: id,
    records: "all",
    direction: syncDirection === "push" ? "OUTBOUND" : "INBOUND",
    mode: "changes",
    whose: "all",
    remotePatientId: "",
    family: "",
    given: "",
    birthDate: "",
  };
}

export type Offer = {
  connectorName: string;
  /** What the integration synchronises. */
  entities: Supported[];
  /** Those of them that are chosen. */
  chosen: Supported[];
  directions: Direction[];
};

/** What can be chosen for the integration of `form`. */
export function offerOf(
  { integrationId, records }: StartForm,
  connections: readonly Connection[],
  catalogue: readonly CatalogueEntry[],
): Offer {
  const connection = connections.find(({ id }) => id === integrationId);
  const connector = catalogue.find(({ id }) => id === connection?.connectorId);
  if (!connection || !connector) {
    return { connectorName: "the system", entities: [], chosen: [], directions: [] };
  }
  const entities = enabledEntities(connection, connector);
  const chosen = entities.filter(({ entity }) => records === "all" || records === entity);
  return { connectorName: connector.name, entities, chosen, directions: directionsOf(connection, chosen) };
}

const typeOfEntity: Readonly<Record<string, JobType>> = {
  patients: "PATIENT_SYNC",
  practitioners: "PRACTITIONER_SYNC",
  observations: "OBSERVATION_SYNC",
  conditions: "CONDITION_SYNC",
  medications: "MEDICATION_SYNC",
  medication_requests: "MEDICATION_REQUEST_SYNC",
  appointments: "APPOINTMENT_SYNC",
  encounters: "ENCOUNTER_SYNC",
  diagnostic_reports: "DIAGNOSTIC_REPORT_SYNC",
  documents: "DOCUMENT_SYNC",
};

function typeOf({ records, whose }: StartForm): JobType {
  // For one patient this type means the patient and everything that belongs to it.
  if (records === "all") return whose === "all" ? "FULL_SYNC" : "PATIENT_SYNC";
  return typeOfEntity[records] ?? "FULL_SYNC";
}

/** What the choices ask for. For changes no mode is named: the first run of an integration then is a full one. */
export function requestOf(form: StartForm): SyncJobRequest {
  const { integrationId, direction, mode, whose, remotePatientId, family, given, birthDate: born } = form;
  return {
    type: typeOf(form),
    ehrConnectionId: integrationId,
    direction,
    priority: "NORMAL",
    ...(mode === "everything" && { mode: "FULL" }),
    ...(whose === "id" && { remotePatientId }),
    ...(whose === "name" && { search: { family, given, birthDate: born } }),
  };
}

const fieldOfPath: Readonly<Record<string, keyof StartForm>> = {
  ehrConnectionId: "integrationId",
  type: "records",
  direction: "direction",
  remotePatientId: "remotePatientId",
  "search.family": "family",
  "search.given": "given",
  "search.birthDate": "birthDate",
};

/** The field of the dialog that a path of the request belongs to. */
export function fieldAt(path: string): keyof StartForm | undefined {
  return fieldOfPath[path];
}

function list(entities: readonly Supported[]): string {
  const words = entities.map(({ entity }) => entityWord(entity).toLowerCase());
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : (words[0] ?? "records");
}

function onePatientWords(entities: readonly Supported[], connector: string): string {
  const others = entities.filter(({ entity }) => entity !== "patients");
  const what = others.length > 0 ? `the ${list(others)} of one patient` : "one patient";
  return `Reads ${what} from ${connector} and leaves all others alone.`;
}

/** What will happen, before it does. `entities` are the chosen ones, `connector` names the system. */
export function consequences(form: StartForm, entities: readonly Supported[], connector: string): string[] {
  const { direction, mode, whose } = form;
  const words = list(entities);
  if (direction === "OUTBOUND")
    return [`Sends changed ${words} to ${connector}. Nothing is read from there.`];
  const back =
    direction === "INBOUND" ? "Nothing is sent back." : `Changes made here are sent to ${connector}.`;
  if (whose !== "all") return [onePatientWords(entities, connector), back];
  if (mode === "everything") {
    const gone = `What ${connector} no longer has is deleted here; if that is much, you are asked first.`;
    return [`Reads all ${words} again.`, gone, back];
  }
  const compares = entities.some(({ changeDetection }) => changeDetection === "hash");
  const how = compares
    ? `${connector} does not say what changed, so all ${words} are read and compared.`
    : `Reads the ${words} that changed since the last sync.`;
  return [how, back];
}
