/** The settings form: what it begins with, what is wrong in it, and what it asks of the server. */
import { z } from "zod";
import type { EntityMapping, IntegrationView, Schedule } from "@/lib/integrations/schema";
import type { ConfigProperty, ConnectorView } from "@/lib/integrations/view";
import { comesIn, type Direction } from "./connector-words";
import { presets, scheduleInUse, scheduleProblem } from "./schedule-words";

/** What stands in a field; null takes out what is kept. */
export type FieldValue = string | boolean | null;

export type SettingsForm = {
  name: string;
  credentials: Readonly<Record<string, FieldValue>>;
  /** One for each entity of the connector, in its order. */
  entities: readonly EntityMapping[];
  syncEnabled: boolean;
  /** Whether the system is asked to tell of changes at once, besides the schedule. */
  realTime: boolean;
  /** A preset's cron, "own", or nothing for syncs by hand alone. */
  rhythm: string;
  cron: string;
  /** When everything is read, or nothing for never. */
  fullCron: string;
  timeZone: string;
};

export const ownRhythm = "own";
const weekly = "0 2 * * 0";

/** A secret is never shown again, so its field begins empty; anything else begins with what is kept. */
function keptValue(
  property: ConfigProperty,
  integration: IntegrationView | undefined,
  name: string,
): FieldValue {
  const kept = integration?.credentials[name];
  if (property.type === "boolean") {
    return kept?.set ? kept.hint === "true" : property.default === true;
  }
  if (property.secret) return "";
  if (kept?.set) return kept.hint ?? "";
  return property.default === undefined || integration ? "" : String(property.default);
}

/** What the connector allows for an entity. */
export function directionsOf(
  connector: Pick<ConnectorView, "supportedSyncDirections">,
  { directions }: ConnectorView["supportedEntities"][number],
): Direction[] {
  return directions.filter((direction) => connector.supportedSyncDirections.includes(direction));
}

/** The preferred direction where it is allowed, else the first that is. */
function directionFor(directions: readonly Direction[], preferred: Direction): Direction {
  return directions.includes(preferred) ? preferred : (directions[0] ?? "pull");
}

/**
 * One mapping for each entity of the connector. A new integration only reads, until somebody chooses otherwise, so that
 * what can only go out is off; where one that exists does not say, the entity goes as far as it can, unless others alone
 * were switched on.
 */
export function mappingsOf(connector: ConnectorView, integration?: IntegrationView): EntityMapping[] {
  const said = integration?.entityMappings ?? [];
  const someAreOn = said.some(({ enabled }) => enabled);
  return connector.supportedEntities.map((port) => {
    const directions = directionsOf(connector, port);
    return (
      said.find(({ localEntity }) => localEntity === port.entity) ?? {
        localEntity: port.entity,
        remoteEntity: port.remoteEntity,
        enabled: integration ? !someAreOn : comesIn(port),
        direction: directionFor(directions, integration ? "bidirectional" : "pull"),
      }
    );
  });
}

/** The form of a new integration, or of one as it is. */
export function settingsFormFor(
  connector: ConnectorView,
  integration: IntegrationView | undefined,
  timeZone: string,
): SettingsForm {
  const properties = Object.entries(connector.configSchema.properties);
  const schedule = integration ? scheduleInUse(integration) : null;
  const isPreset = presets.some(({ cron }) => cron === schedule?.cron);
  return {
    name: integration?.name ?? "",
    credentials: Object.fromEntries(
      properties.map(([name, property]) => [name, keptValue(property, integration, name)]),
    ),
    entities: mappingsOf(connector, integration),
    syncEnabled: integration?.syncEnabled ?? true,
    realTime: integration?.syncStrategy === "realtime",
    rhythm: schedule === null ? "" : isPreset ? schedule.cron : ownRhythm,
    cron: schedule?.cron ?? "0 */4 * * *",
    // Whoever chooses a schedule for the first time is offered to have deletions found, too.
    fullCron: schedule ? (schedule.fullCron ?? "") : weekly,
    timeZone: schedule?.timeZone ?? timeZone,
  };
}

/** The schedule that is chosen; null for syncs by hand alone. */
export function scheduleOf({ rhythm, cron, fullCron, timeZone }: SettingsForm): Schedule | null {
  if (rhythm === "") return null;
  return { cron: rhythm === ownRhythm ? cron : rhythm, ...(fullCron && { fullCron }), timeZone };
}

/** A field's text as the schema has its type. */
function typed({ type }: ConfigProperty, value: FieldValue): unknown {
  const isNumber = (type === "number" || type === "integer") && typeof value === "string" && value !== "";
  return isNumber ? Number(value) : value;
}

function fieldProblem(property: ConfigProperty, value: FieldValue): string | null {
  if (value === null || value === "") return null;
  const { labels: _, ...schema } = property;
  if (z.fromJSONSchema(schema).safeParse(typed(property, value)).success) return null;
  if (property.format === "uri") return "Write a whole address, such as https://…";
  if (property.type === "integer") return "Write a whole number in its range";
  return "This is not in the form that is asked for";
}

/** What is wrong, by the path of the field. What is missing is no mistake until the integration is in use. */
export function problemsOf(form: SettingsForm, connector: ConnectorView): Record<string, string> {
  const problems: Record<string, string> = {};
  if (form.name.trim() === "") problems.name = "Write a name";
  for (const [name, property] of Object.entries(connector.configSchema.properties)) {
    const problem = fieldProblem(property, form.credentials[name] ?? "");
    if (problem) problems[`credentials.${name}`] = problem;
  }
  const schedule = scheduleOf(form);
  for (const [name, message] of Object.entries((schedule && scheduleProblem(schedule)) ?? {})) {
    problems[`schedule.${name}`] = message;
  }
  return problems;
}

/** The fields that were changed; an emptied one is taken out. */
function changedCredentials(form: SettingsForm, before: SettingsForm, connector: ConnectorView) {
  const changed = Object.entries(connector.configSchema.properties).filter(
    ([name]) => form.credentials[name] !== before.credentials[name],
  );
  return Object.fromEntries(
    changed.map(([name, property]) => {
      const value = form.credentials[name] ?? null;
      return [name, value === "" ? null : typed(property, value)];
    }),
  );
}

/** Both ways as soon as something goes each way. */
function directionOver(entities: readonly EntityMapping[]): Direction {
  const directions = new Set(entities.filter(({ enabled }) => enabled).map(({ direction }) => direction));
  const [only] = directions;
  return directions.size > 1 ? "bidirectional" : (only ?? "pull");
}

/** In real time or by schedule, in whichever way the connector has; without one, what the system tells by itself stays so. */
function strategyFor(
  form: SettingsForm,
  { supportedSyncStrategies }: ConnectorView,
  integration?: IntegrationView,
): IntegrationView["syncStrategy"] {
  if (form.realTime) return "realtime";
  if (scheduleOf(form)) return supportedSyncStrategies.includes("batch") ? "batch" : "polling";
  return integration?.syncStrategy === "webhook" ? "webhook" : "manual";
}

/** What is sent: of the credentials what was changed, of the rest everything. */
export function requestOf(
  form: SettingsForm,
  before: SettingsForm,
  connector: ConnectorView,
  integration?: IntegrationView,
) {
  const known = new Set<string>(form.entities.map(({ localEntity }) => localEntity));
  const others = integration?.entityMappings.filter(({ localEntity }) => !known.has(localEntity)) ?? [];
  return {
    name: form.name.trim(),
    credentials: changedCredentials(form, before, connector),
    entityMappings: [...form.entities, ...others],
    syncDirection: directionOver(form.entities),
    syncStrategy: strategyFor(form, connector, integration),
    schedule: scheduleOf(form),
    syncEnabled: form.syncEnabled,
  };
}

/** Whether two states differ in nothing that the form shows; the status changes without a person. */
export function sameSettings(a: IntegrationView, b: IntegrationView): boolean {
  const settings = ({
    name,
    credentials,
    entityMappings,
    syncStrategy,
    schedule,
    syncEnabled,
  }: IntegrationView) =>
    JSON.stringify([name, credentials, entityMappings, syncStrategy, schedule, syncEnabled]);
  return settings(a) === settings(b);
}
