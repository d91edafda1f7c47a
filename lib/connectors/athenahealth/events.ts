/**
 * athenahealth's event subscriptions (github.com/athenahealth/aone-fhir-subscriptions): one for each topic, signed with
 * a secret that was given when it was made, told at least once and in no order.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { fhirResources } from "@/lib/fhir";
import type { ConnectorContext, Entity, Notifications } from "../contract";
import type { Step } from "../protocols/connection-steps";
import { openFhirConnection } from "../protocols/fhir-connector";
import { isSignedWith, notificationEvents, notificationUrl } from "../protocols/fhir-notifications";
import { type FhirServer, searchPages } from "../protocols/fhir-r4";
import type { AthenahealthConfig } from "./config";
import { athenahealthServer } from "./server";

const told = [
  "patients",
  "practitioners",
  "encounters",
  "appointments",
  "conditions",
  "medication_requests",
] as const;

/** The topics that tell of an entity's changes. Laboratory results are named by numbers that FHIR does not know. */
const topicsOf: Record<(typeof told)[number], readonly string[]> &
  Partial<Record<Entity, readonly string[]>> = {
  patients: ["Patient.create", "Patient.update", "Patient.delete", "Patient.merge"],
  practitioners: ["Provider.create", "Provider.update", "Provider.delete", "Provider.undelete"],
  encounters: ["Encounter.check-in", "Encounter.signoff", "Encounter.reopen"],
  appointments: [
    "Appointment.schedule",
    "Appointment.reschedule",
    "Appointment.cancel",
    "Appointment.check-in",
    "Appointment.check-out",
    "Appointment.update",
  ],
  conditions: [
    "PatientProblem.create",
    "PatientProblem.update",
    "PatientProblem.delete",
    "ClinicalEncounterDiagnosis.create",
    "ClinicalEncounterDiagnosis.update",
    "ClinicalEncounterDiagnosis.delete",
  ],
  medication_requests: ["Prescription.create", "Prescription.update", "Prescription.delete"],
};

const payloadContent =
  "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content";
const profile = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription";

const subscription = z.looseObject({
  id: z.string(),
  status: z.string(),
  criteria: z.string(),
  reason: z.string().optional(),
  channel: z.looseObject({ endpoint: z.string().optional() }),
});
type Subscription = z.output<typeof subscription>;

const notifications: Notifications<AthenahealthConfig> = {
  verify: ({ eventSecret = "" }, { headers, body }) =>
    isSignedWith(eventSecret, headers.get("x-hub-signature"), body),
  events: ({ body }) =>
    notificationEvents(body).map(({ id, focus }) => {
      const entity = told.find((one) => fhirResources[one].resourceType === focus?.type);
      return { id, ...(entity && focus && { about: { entity, remoteId: focus.id } }) };
    }),
};

/** Says which secret a subscription was made with, since athenahealth does not give it back. */
function reasonFor(secret: string): string {
  const mark = createHash("sha256").update(`event secret ${secret}`).digest("hex").slice(0, 8);
  return `Keeps Carelane in step (${mark})`;
}

function bodyOf(criteria: string, endpoint: string, reason: string): string {
  return JSON.stringify({
    resourceType: "Subscription",
    meta: { profile: [profile] },
    status: "requested",
    reason,
    criteria,
    channel: {
      type: "rest-hook",
      endpoint,
      payload: "application/fhir+json",
      _payload: { extension: [{ url: payloadContent, valueCode: "id-only" }] },
    },
  });
}

/** The subscriptions that lead to us. */
async function ownSubscriptions(server: FhirServer, endpoint: string): Promise<Subscription[]> {
  const own: Subscription[] = [];
  for await (const { matches } of searchPages(server, "Subscription")) {
    const parsed = matches.map(({ resource }) => subscription.safeParse(resource));
    own.push(...parsed.flatMap(({ data }) => (data?.channel.endpoint === endpoint ? [data] : [])));
  }
  return own;
}

/** Makes the subscriptions that are missing and ends those not wanted any more; answers how many topics there are. */
async function subscribe(context: ConnectorContext<AthenahealthConfig>, secret: string): Promise<number> {
  // A sign-in of its own: an app without this scope can still read.
  const scopes = ["system/Subscription.write"];
  const { server } = await openFhirConnection(context, athenahealthServer, scopes);
  const endpoint = notificationUrl(context.integrationId);
  const reason = reasonFor(secret);
  const topics = context.access.flatMap(({ entity }) => topicsOf[entity] ?? []);
  const wanted = new Set(topics.map((topic) => `${server.baseUrl}/SubscriptionTopic/${topic}`));
  for (const { id, status, criteria, reason: madeFor } of await ownSubscriptions(server, endpoint)) {
    const holds = wanted.has(criteria) && madeFor === reason && /^(active|requested)$/.test(status);
    if (holds) wanted.delete(criteria);
    else await server.call(`Subscription/${encodeURIComponent(id)}`, { method: "DELETE" });
  }
  for (const criteria of wanted) {
    const body = bodyOf(criteria, endpoint, reason);
    await server.call("Subscription", { method: "POST", body, headers: { "x-hub-secret": secret } });
  }
  return topics.length;
}

/** The step of a connection test that asks for events, where a secret for them is set. */
function eventSteps(context: ConnectorContext<AthenahealthConfig>): Step[] {
  const { eventSecret } = context.config;
  if (!eventSecret) return [];
  return [
    {
      name: "Events",
      fix: "Give the app the scope system/Subscription.write: event subscriptions are a service that athenahealth sells apart. Without them clear the event secret.",
      run: async () =>
        `athenahealth tells ${notificationUrl(context.integrationId)} of changes, in ${await subscribe(context, eventSecret)} topics.`,
    },
  ];
}

export const athenahealthEvents = { of: told, notifications, steps: eventSteps };
