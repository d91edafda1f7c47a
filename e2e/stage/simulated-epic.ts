/** The vendor's side of a journey: what Epic holds, what its users change, and how it fails. */
import { SimulatedVendor } from "@/lib/connectors/testing/simulated-vendor";
import type { Fault } from "@/sandbox/framework/faults";
import type { resourceTypes } from "@/sandbox/testing/resource-types";

interface Patient {
  readonly family: string;
  readonly given: readonly string[];
  readonly birthDate: string;
  readonly mrn?: string;
  readonly phone?: string;
}

const mrnSystem = "urn:oid:1.2.840.114350.1.13.861.1.7.5.737384.14";

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
  readonly #vendor: SimulatedVendor;

  constructor(sandboxUrl: string) {
    this.#vendor = new SimulatedVendor(sandboxUrl, "epic");
  }

  /** How many resources of a type Epic truly holds. */
  total(type: ResourceType): Promise<number> {
    return this.#vendor.total(type);
  }

  /** Registers a patient as Epic's own users would; answers its id there. */
  addPatient(patient: Patient): Promise<string> {
    return this.#vendor.add("Patient", resourceOf(patient));
  }

  /** Writes a patient anew as Epic's own users would. */
  changePatient(id: string, patient: Patient): Promise<void> {
    return this.#vendor.change("Patient", id, { id, ...resourceOf(patient) });
  }

  /** Removes patients, as when a site leaves the group. */
  async removePatients(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.#vendor.remove("Patient", id);
  }

  /** What the connection form wants of a customer of this Epic. */
  credentials(): Promise<Readonly<Record<string, string>>> {
    return this.#vendor.credentials();
  }

  /** Registers a client by the address of its public keys, as the customer does with the app at Epic. */
  registerClient(clientId: string, jwksUrl: string): Promise<void> {
    return this.#vendor.register(clientId, { jwksUrl });
  }

  order(fault: Fault): Promise<void> {
    return this.#vendor.fault(fault);
  }

  takeFaultsBack(): Promise<void> {
    return this.#vendor.clearFaults();
  }
}
