/** An organization with a patient, whose body weights are subscribed to and change. */
import { expect } from "vitest";
import type { FhirJson } from "@/lib/fhir";
import { newId } from "@/lib/platform/ids";
import { type Stage, until } from "@/lib/webhooks/outbound/testing/stage";
import { type Facade, facadeFor } from "../../server/testing/facade";
import { wish } from "./wish";

export const payload = { channel: { payload: "application/fhir+json" } };

export class Bed {
  private constructor(
    private readonly stage: Stage,
    readonly organizationId: string,
    /** An administrator's. */
    readonly key: string,
    readonly fhir: Facade,
    readonly patientId: string,
  ) {}

  static async make(stage: Stage): Promise<Bed> {
    const organizationId = newId();
    const key = await stage.admin(organizationId);
    const fhir = facadeFor(`Bearer ${key}`);
    const patient = { resourceType: "Patient", identifier: [{ system: "urn:mrn", value: "M-1" }] };
    const { json } = await fhir("POST", "Patient", { body: patient });
    return new Bed(stage, organizationId, key, fhir, json.id);
  }

  /** Where the receiver is called. */
  get path(): string {
    return `/${this.organizationId}`;
  }

  weight(kg: number, more: FhirJson = {}): FhirJson {
    return {
      resourceType: "Observation",
      status: "final",
      code: { coding: [{ system: "http://loinc.org", code: "29463-7" }] },
      subject: { reference: `Patient/${this.patientId}` },
      effectiveDateTime: "2026-05-01",
      valueQuantity: { value: kg, unit: "kg", system: "http://unitsofmeasure.org", code: "kg" },
      ...more,
    };
  }

  /** Creates an observation; answers its id. */
  async keep(resource: FhirJson): Promise<string> {
    const { status, json } = await this.fhir("POST", "Observation", { body: resource });
    expect([status, json.issue]).toEqual([201, undefined]);
    return json.id;
  }

  async change(id: string, resource: FhirJson): Promise<void> {
    const { status } = await this.fhir("PUT", `Observation/${id}`, { body: { ...resource, id } });
    expect(status).toBe(200);
  }

  /** "active", or "error: why". */
  async stateOf(id: string, as = this.fhir): Promise<string> {
    const { json } = await as("GET", `Subscription/${id}`);
    return json.error ? `${json.status}: ${json.error}` : json.status;
  }

  becomes(id: string, state: string | RegExp, as = this.fhir): Promise<void> {
    return until(async () => expect(await this.stateOf(id, as)).toMatch(state));
  }

  /** An active subscription to `path`, whose failed notifications are tried again after a second. */
  async subscribed(more: FhirJson = {}, path = this.path, as = this.fhir): Promise<string> {
    const body = wish(this.stage.receiver.url(path), more);
    const { status, json } = await as("POST", "Subscription", { body });
    expect([status, json.issue]).toEqual([201, undefined]);
    await this.becomes(json.id, "active", as);
    await this.stage.owner.query("update webhook_endpoints set retry_seconds = '{1}' where id = $1", [
      json.id,
    ]);
    return json.id;
  }

  /** What came at a path and below it, after the handshake. */
  told(path = this.path) {
    return this.stage.receiver.below(path).slice(1);
  }

  /** The weights that were told. */
  kilograms(): number[] {
    return this.told().map(({ body }) => JSON.parse(body).valueQuantity.value);
  }

  /** Until nothing waits to be sent, whatever came of it. */
  settled(): Promise<void> {
    return until(async () => {
      const { rows } = await this.stage.owner.query(
        "select 1 from webhook_deliveries where organization_id = $1 and finished_at is null",
        [this.organizationId],
      );
      expect(rows).toEqual([]);
    });
  }
}
