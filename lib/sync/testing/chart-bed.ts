/** Visits, appointments, results and documents on their way to one simulated vendor, and what it makes of them. */
import { connectorById } from "@/lib/connectors/registry";
import type { Held, SimulatedVendor } from "@/lib/connectors/testing/simulated-vendor";
import {
  changeRecord,
  createRecord,
  deleteRecord,
  listRecords,
  type RecordEntity,
  readRecord,
} from "@/lib/records";
import type { SyncError, SyncJobDetail } from "../schema";
import type { Connection } from "./connection";
import type { SyncBed } from "./testbed";

export const chartEntities = [
  "encounters",
  "appointments",
  "observations",
  "diagnostic_reports",
  "documents",
] as const;
export type ChartEntity = (typeof chartEntities)[number];
export type Data = Readonly<Record<string, unknown>>;

const coded = (code: string, display: string) => ({ system: "http://loinc.org", code, display });
const at = "2026-05-04T09:10:00.000Z";

/** A new record of each, and what is changed of it. */
export const samples: Readonly<Record<ChartEntity, { readonly data: Data; readonly patch: Data }>> = {
  encounters: {
    data: {
      status: "in-progress",
      class: { code: "AMB" },
      startAt: at,
      reasons: [{ display: "Blurred sight" }],
    },
    patch: { status: "finished", endAt: "2026-05-04T09:40:00.000Z" },
  },
  appointments: {
    data: {
      status: "booked",
      startAt: "2026-06-01T09:00:00.000Z",
      endAt: "2026-06-01T09:30:00.000Z",
      durationMinutes: 30,
      serviceTypes: [{ display: "Eye exam" }],
    },
    patch: { startAt: "2026-06-02T09:00:00.000Z", endAt: "2026-06-02T09:30:00.000Z" },
  },
  observations: {
    data: {
      status: "final",
      code: coded("79893-4", "Left eye pressure"),
      effectiveAt: at,
      value: 17,
      unit: "mm[Hg]",
    },
    patch: { status: "corrected", value: 19 },
  },
  diagnostic_reports: {
    data: {
      status: "final",
      code: coded("70948-5", "Eye report"),
      effectiveAt: at,
      conclusion: "Without findings",
    },
    patch: { status: "corrected", conclusion: "Pressure raised" },
  },
  documents: {
    data: {
      status: "current",
      documentStatus: "final",
      type: coded("34117-2", "History"),
      attachments: [{ url: "https://files.example/1", contentType: "application/pdf", title: "History" }],
    },
    patch: {
      description: "Corrected",
      attachments: [{ url: "https://files.example/2", title: "History" }],
    },
  },
};

/** A connection to a vendor that has read everything. */
export class ChartBed {
  private constructor(
    private readonly bed: SyncBed,
    readonly connection: Connection,
    private readonly connectorId: string,
  ) {}

  static async open(bed: SyncBed, connectorId: string): Promise<ChartBed> {
    const offered = connectorById(connectorId)?.entities ?? {};
    const wanted = ["practitioners", "patients", ...chartEntities] as const;
    const entities = wanted.filter((entity) => offered[entity]);
    const connection = await bed.connect({ connector: connectorId, entities, direction: "bidirectional" });
    await bed.run(connection, { mode: "FULL", direction: "INBOUND" });
    return new ChartBed(bed, connection, connectorId);
  }

  get vendor(): SimulatedVendor {
    return this.bed.vendorOf(this.connectorId);
  }

  push(): Promise<SyncJobDetail> {
    return this.bed.run(this.connection, { mode: "FULL", direction: "OUTBOUND" });
  }

  errors({ id }: SyncJobDetail): Promise<SyncError[]> {
    return this.bed.errors({ connection: this.connection, id });
  }

  /** One that was pulled; others by their place among them. */
  async pulled(entity: RecordEntity, place = 0): Promise<string> {
    const { data } = await listRecords(this.connection.actor, entity, {}, { limit: 100, place: null });
    const id = data.map((record) => record.id).sort()[place];
    if (!id) throw new Error(`No ${entity} were pulled`);
    return id;
  }

  /** The one that was pulled with a number. */
  async recordOf(entity: RecordEntity, number: string): Promise<string> {
    const { data } = await listRecords(this.connection.actor, entity, {}, { limit: 100, place: null });
    const found = data.find((record) => JSON.stringify(record.data).includes(`"value":"${number}"`));
    if (!found) throw new Error(`No ${entity} bear ${number}`);
    return found.id;
  }

  /** A record as in `samples`, of a pulled patient unless `data` names another. */
  async create(entity: ChartEntity, data: Data = {}): Promise<string> {
    const patientId = await this.pulled("patients");
    const record = { patientId, ...samples[entity].data, ...data };
    return (await createRecord(this.connection.actor, entity, record)).id;
  }

  async change(entity: ChartEntity, id: string, patch: Data = samples[entity].patch): Promise<void> {
    const { version } = await readRecord(this.connection.actor, entity, id);
    await changeRecord(this.connection.actor, entity, id, { patch, ifMatch: `"${version}"` });
  }

  async remove(entity: ChartEntity, id: string): Promise<void> {
    const { version } = await readRecord(this.connection.actor, entity, id);
    await deleteRecord(this.connection.actor, entity, id, `"${version}"`);
  }

  /** What the vendor holds that bears a number. */
  async bearing(entity: ChartEntity, number: string): Promise<Held[]> {
    const type = connectorById(this.connectorId)?.entities[entity]?.remoteEntity ?? "";
    const held = await this.vendor.held(type);
    return held.filter((one) => JSON.stringify(one).includes(`"value":"${number}"`));
  }

  /** The types of the messages that the vendor is sent while `run` goes on, in their order. */
  async during(run: () => Promise<unknown>): Promise<string[]> {
    const before = await this.heard();
    await run();
    return (await this.heard()).slice(before.length);
  }

  /** The types of all messages that the vendor was sent. */
  async heard(): Promise<string[]> {
    return (await this.vendor.requests()).flatMap(({ path }) => path.split("/hl7/")[1] ?? []);
  }
}
