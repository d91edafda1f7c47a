/** The vendor's side of a journey: what Epic holds, what its users change, and how it fails. */

import { z } from "zod";
import type { Fault } from "@/sandbox/framework/faults";

const heldSchema = z.object({ total: z.number(), items: z.array(z.looseObject({ id: z.string() })) });
const vendorsSchema = z.array(
  z.object({ vendor: z.string(), credentials: z.record(z.string(), z.string()) }),
);
const addedSchema = z.looseObject({ id: z.string() });

interface Patient {
  readonly family: string;
  readonly given: readonly string[];
  readonly birthDate: string;
  readonly mrn?: string;
  readonly phone?: string;
}

const mrnSystem = "urn:oid:1.2.840.114350.1.13.861.1.7.5.737384.14";

/** The types of the records that Carelane has. */
export const resourceTypes = [
  "Patient",
  "Practitioner",
  "Observation",
  "Condition",
  "Medication",
  "MedicationRequest",
  "Appointment",
  "Encounter",
  "DiagnosticReport",
  "DocumentReference",
] as const;

type ResourceType = (typeof resourceTypes)[number];

function resourceOf({ family, given, birthDate, mrn, phone }: Patient) {
  return {
    resourceType: "Patient",
    name: [{ use: "official", family, given }],
    birthDate,
    identifier: mrn
      ? [{ use: "usual", type: { coding: [{ code: "MR" }] }, system: mrnSystem, value: mrn }]
      : [],
    telecom: phone ? [{ system: "phone", value: phone, use: "mobile" }] : [],
  };
}

export class SimulatedEpic {
  readonly #sandboxUrl: string;

  constructor(sandboxUrl: string) {
    this.#sandboxUrl = sandboxUrl;
  }

  async #ask(path: string, method = "GET", body?: object): Promise<Response> {
    const answer = await fetch(this.#sandboxUrl + path, {
      method,
      ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`The simulator answered ${answer.status} to ${method} ${path}.`);
    return answer;
  }

  /** How many resources of a type Epic truly holds. */
  async total(type: ResourceType): Promise<number> {
    const answer = await this.#ask(`/_data/epic/${type}?limit=1`);
    return heldSchema.parse(await answer.json()).total;
  }

  /** Registers a patient as Epic's own users would; answers its id there. */
  async addPatient(patient: Patient): Promise<string> {
    const answer = await this.#ask("/_data/epic/Patient", "POST", resourceOf(patient));
    return addedSchema.parse(await answer.json()).id;
  }

  /** Writes a patient anew as Epic's own users would. */
  async changePatient(id: string, patient: Patient): Promise<void> {
    await this.#ask(`/_data/epic/Patient/${id}`, "PUT", { id, ...resourceOf(patient) });
  }

  /** Removes that many patients, as when a site leaves the group. */
  async removePatients(count: number): Promise<void> {
    const answer = await this.#ask(`/_data/epic/Patient?limit=${count}`);
    const { items } = heldSchema.parse(await answer.json());
    for (const { id } of items) await this.#ask(`/_data/epic/Patient/${id}`, "DELETE");
  }

  /** What the connection form wants of a customer of this Epic. */
  async credentials(): Promise<Readonly<Record<string, string>>> {
    const vendors = vendorsSchema.parse(await (await this.#ask("/_vendors")).json());
    return vendors.find(({ vendor }) => vendor === "epic")?.credentials ?? {};
  }

  /** Registers a client by the address of its public keys, as the customer does with the app at Epic. */
  async registerClient(clientId: string, jwksUrl: string): Promise<void> {
    await this.#ask("/_clients", "POST", { vendor: "epic", clientId, jwksUrl });
  }

  async order(fault: Fault): Promise<void> {
    await this.#ask("/_faults", "POST", { vendor: "epic", ...fault });
  }

  async takeFaultsBack(): Promise<void> {
    await this.#ask("/_faults", "DELETE");
  }
}
