/** A patient with many observations on both sides, each of which lives a random history of its own. */
import { listConflicts } from "@/lib/conflicts";
import { heartRate, patient } from "@/lib/connectors/epic/testing/resources";
import type { Held, SimulatedVendor } from "@/lib/connectors/testing/simulated-vendor";
import { nowMs, setClock } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import { performNow } from "@/lib/queue/testing/perform";
import { changeRecord, createRecord, listRecords } from "@/lib/records";
import type { RecordView } from "@/lib/records/view";
import type { Random } from "@/sandbox/framework/random";
import { decideConflict, readSyncJob } from "..";
import { runSyncJobHandler } from "../handlers/run-sync-job";
import type { SyncJobDetail } from "../schema";
import type { Connection } from "./connection";
import { contested, decide, type Modelled, synchronise, type Values } from "./history";
import type { JobRef, SyncBed } from "./testbed";

/** A vital sign of ours that the simulated Epic takes. */
export function heartRateHere(patientId: string, value: number) {
  return {
    patientId,
    status: "final",
    category: ["vital-signs"],
    code: { system: "http://loinc.org", code: "8867-4", display: "Heart rate" },
    effectiveAt: "2026-05-01T08:00:00Z",
    value,
    unit: "/min",
  };
}

/** The process ends here, as far as the database can tell. */
class Crash extends Error {}

const statuses = ["final", "amended", "corrected"] as const;
const mostTries = 40;

interface Life extends Modelled {
  /** Its value, by which it is known on both sides. */
  readonly value: number;
}

function noteOf(note: unknown): string {
  return Array.isArray(note) ? String(Object(note[0]).text ?? "") : "";
}

interface Known extends Values {
  readonly value: number;
}

/** Both sides, and the values of the records about which a person has to decide. */
interface State {
  readonly local: readonly Known[];
  readonly remote: readonly Known[];
  readonly open: readonly number[];
}

export class HistoryWorld {
  private readonly lives: Life[] = [];
  private values = 1;
  private words = 1;
  private putClockBack = () => {};

  private constructor(
    private readonly bed: SyncBed,
    private readonly vendor: SimulatedVendor,
    private readonly connection: Connection,
    private readonly random: Random,
    private readonly remotePatient: string,
    private readonly patientId: string,
  ) {}

  /** A world of its own: an organization, an integration of both directions, a patient known to both. */
  static async open(bed: SyncBed, random: Random): Promise<HistoryWorld> {
    const connection = await bed.connect({ direction: "bidirectional" });
    const remotePatient = await bed.vendor.add("Patient", patient(`History ${newId()}`));
    const world = (patientId: string) =>
      new HistoryWorld(bed, bed.vendor, connection, random, remotePatient, patientId);
    await world("").synchronise();
    const { data } = await listRecords(connection.actor, "patients", {}, { limit: 1, place: null });
    return world(data[0]?.id ?? "");
  }

  close(): void {
    this.putClockBack();
  }

  private pass(ms: number): void {
    const ahead = nowMs() - Date.now() + ms;
    this.putClockBack();
    this.putClockBack = setClock(() => Date.now() + ahead);
  }

  private newValues(): Values {
    return { status: this.random.pick(statuses), note: `word ${this.words++}` };
  }

  private changed(values: Values): Values {
    const other = this.newValues();
    return this.random.chance(0.5) ? { ...values, status: other.status } : { ...values, note: other.note };
  }

  private resourceOf(value: number, { status, note }: Values) {
    return { ...heartRate(this.remotePatient, value), status, note: [{ text: note }] };
  }

  async heldByVendor(): Promise<Held[]> {
    const all = await this.vendor.held("Observation");
    return all.filter(({ subject }) => subject?.reference === `Patient/${this.remotePatient}`);
  }

  async heldHere(): Promise<RecordView[]> {
    const query = { patientId: this.patientId };
    return (await listRecords(this.connection.actor, "observations", query, { limit: 1_000, place: null }))
      .data;
  }

  /** A new record on one side. */
  async beget(): Promise<void> {
    const life: Life = { value: this.values++, base: null, local: null, remote: null };
    const values = this.newValues();
    if (this.random.chance(0.5)) {
      life.remote = values;
      await this.vendor.add("Observation", this.resourceOf(life.value, values));
    } else {
      life.local = values;
      const made = heartRateHere(this.patientId, life.value);
      await createRecord(this.connection.actor, "observations", { ...made, ...values });
    }
    this.lives.push(life);
  }

  /** Some records change, on either side or both. */
  async edit(share: number): Promise<void> {
    const [here, there] = [await this.heldHere(), await this.heldByVendor()];
    for (const life of this.lives) {
      const record = here.find(({ data }) => data.value === life.value);
      const resource = there.find(({ valueQuantity }) => Object(valueQuantity).value === life.value);
      if (life.local && record && this.random.chance(share)) {
        life.local = this.changed(life.local);
        await changeRecord(this.connection.actor, "observations", record.id, {
          patch: life.local,
          ifMatch: `"${record.version}"`,
        });
      }
      if (life.remote && resource && this.random.chance(share)) {
        life.remote = this.changed(life.remote);
        const { status, note } = life.remote;
        await this.vendor.change("Observation", resource.id, { ...resource, status, note: [{ text: note }] });
      }
    }
  }

  /** Something goes wrong at the vendor in the next sync. */
  async disturb(): Promise<void> {
    const { random } = this;
    const kind = random.pick(["drop", "status", "truncate", "duplicate_entry"] as const);
    await this.vendor.fault({
      kind,
      count: random.between(1, 2),
      path: random.pick(["/Observation", "/Patient"] as const),
      ...(kind === "status" && { status: random.pick([500, 503] as const) }),
    });
  }

  /** One slice, which may crash before any of its commits. */
  private async slice({ id }: JobRef, crashes: number): Promise<number | undefined> {
    const { organizationId, integrationId } = this.connection;
    const mayCrash = async () => {
      if (this.random.chance(crashes)) throw new Crash();
    };
    const payload = { syncJobId: id, organizationId, integrationId };
    const ends = { fence: mayCrash, advance: mayCrash, complete: mayCrash };
    const outcome = await performNow(runSyncJobHandler, payload, { organizationId, ...ends });
    return outcome && (outcome.delayMs ?? 0);
  }

  /** Syncs both directions until the job has ended, whatever happens on the way. */
  async synchronise(crashes = 0): Promise<SyncJobDetail> {
    const job = await this.bed.start(this.connection, {
      type: "PATIENT_SYNC",
      remotePatientId: this.remotePatient,
      direction: "BIDIRECTIONAL",
    });
    for (let tries = 0; ; tries++) {
      try {
        const delayMs = await this.slice(job, tries < mostTries / 2 ? crashes : 0);
        if (delayMs === undefined) break;
        this.pass(delayMs);
      } catch (error) {
        if (tries === mostTries) throw error;
        this.pass(1_000);
      }
    }
    for (const life of this.lives) synchronise(life);
    return readSyncJob(this.connection.actor, job.id);
  }

  async openConflicts(): Promise<{ id: string; recordId: string }[]> {
    return (await listConflicts(this.connection.actor, { status: "OPEN" }, 1_000, null)).data;
  }

  /** A person decides some of the open conflicts. */
  async decide(share: number): Promise<void> {
    const here = await this.heldHere();
    for (const { id, recordId } of await this.openConflicts()) {
      if (!this.random.chance(share)) continue;
      const strategy = this.random.pick(["USE_LOCAL", "USE_REMOTE"] as const);
      await decideConflict(this.connection.actor, id, { strategy, reason: "decided", fields: {} });
      const value = here.find((record) => record.id === recordId)?.data.value;
      const life = this.lives.find((one) => one.value === value);
      if (life) decide(life, strategy);
    }
  }

  /** Both sides as they are, by value. */
  async seen(): Promise<State> {
    const [here, there] = [await this.heldHere(), await this.heldByVendor()];
    const local = here.map(({ data }) => known(data.value, data.status, data.note));
    const remote = there.map(({ status, note, valueQuantity }) =>
      known(Object(valueQuantity).value, status, noteOf(note)),
    );
    const valueOfRecord = new Map(here.map(({ id, data }) => [id, Number(data.value)]));
    const open = (await this.openConflicts()).map(({ recordId }) => valueOfRecord.get(recordId) ?? 0);
    return { local: local.sort(byValue), remote: remote.sort(byValue), open: open.sort(ascending) };
  }

  /** Both sides as the model has them. */
  expected(): State {
    const side = (name: "local" | "remote") =>
      this.lives.flatMap((life) => {
        const values = life[name];
        return values ? [{ value: life.value, ...values }] : [];
      });
    const open = this.lives.filter((life) => contested(life).length > 0).map(({ value }) => value);
    return {
      local: side("local").sort(byValue),
      remote: side("remote").sort(byValue),
      open: open.sort(ascending),
    };
  }
}

function known(value: unknown, status: unknown, note: unknown): Known {
  return { value: Number(value), status: String(status), note: String(note) };
}

function ascending(left: number, right: number): number {
  return left - right;
}

function byValue(left: Known, right: Known): number {
  return ascending(left.value, right.value);
}
