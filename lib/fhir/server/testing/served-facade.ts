/** The façade on a port of this machine, and a client that shows everything of its answers. */
import { fetch } from "undici";
import { afterAll, beforeAll, expect } from "vitest";
import type { ServedRoutes } from "@/lib/http/testing/served-routes";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { serveFacade } from "./facade";

interface Ask {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks the façade as an organization of its own, by method and address below the base or a whole one. */
export function servedFacade() {
  environmentForTests();
  let server: ServedRoutes;
  let authorization: string;
  beforeAll(async () => {
    server = await serveFacade();
    setEnvironment({ NEXTAUTH_URL: server.url });
    authorization = `Bearer ${(await makeCaller("integration")).key}`;
  });
  afterAll(() => server.close());
  return async (method: string, address: string, { body, headers = {} }: Ask = {}) => {
    const url = address.startsWith("http") ? address : `${server.url}/api/fhir/R4/${address}`;
    const response = await fetch(url, {
      method,
      headers: { authorization, ...(body !== undefined && { "content-type": fhirJson }), ...headers },
      body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text ? JSON.parse(text) : undefined,
    };
  };
}

export const fhirJson = "application/fhir+json";

/** A small resource of each type that the façade keeps. */
export const smallest: Readonly<Record<string, object>> = {
  Patient: { name: [{ family: "Emerald", given: ["Caro"] }] },
  Practitioner: { name: [{ family: "House" }] },
  Observation: { status: "final", code: { text: "Weight" } },
  Condition: { subject: { display: "Somebody" }, code: { text: "Cough" } },
  Medication: { code: { text: "Aspirin" } },
  MedicationRequest: {
    status: "active",
    intent: "order",
    medicationCodeableConcept: { text: "Aspirin" },
    subject: { display: "Somebody" },
  },
  Appointment: { status: "proposed", participant: [{ status: "accepted", actor: { display: "Somebody" } }] },
  Encounter: { status: "finished", class: { code: "AMB" } },
  DiagnosticReport: { status: "final", code: { text: "Panel" } },
  DocumentReference: { status: "current", content: [{ attachment: { title: "Letter" } }] },
};

export const patient = { resourceType: "Patient", ...smallest.Patient };

/** An outcome's answer: its status and what it is. */
export function refusal(status: number) {
  return expect.objectContaining({
    status,
    json: expect.objectContaining({ resourceType: "OperationOutcome" }),
  });
}

interface Entry {
  readonly resource: { readonly id: string };
}

/** The numbers of the resources that a search finds, in their order. */
export type Numbered = (address: string) => Promise<number[]>;

/** Creates resources, one after the other; answers how to ask which of them a search finds. */
export function numbering(ask: ReturnType<typeof servedFacade>) {
  return async (resources: readonly object[]): Promise<Numbered> => {
    const ids: string[] = [];
    for (const body of resources) {
      const { json } = await ask("POST", String(Reflect.get(body, "resourceType")), { body });
      ids.push(json.id);
    }
    return async (address) => {
      const { status, json } = await ask("GET", address);
      expect([address, status, json.issue]).toEqual([address, 200, undefined]);
      const entries: Entry[] = json.entry ?? [];
      return entries.map(({ resource }) => ids.indexOf(resource.id)).toSorted((one, other) => one - other);
    };
  };
}

/** An Observation of something that says `more`. */
export function observed(more: object): object {
  const code = { coding: [{ system: "system", code: "code" }] };
  return { resourceType: "Observation", status: "registered", code, ...more };
}
