/** Records in conflict, made as they come about: a pull, an edit here, another pull. */
import { makeCaller } from "@/lib/integrations/testing/routes";
import { changeRecord, deleteRecord, listRecords } from "@/lib/records";
import type { RecordView } from "@/lib/records/view";
import { openPageBed, type PageBed, patient } from "@/lib/sync/testing/page-bed";
import { listConflicts } from "../list-conflicts";
import type { Conflict } from "../schema";

export class ConflictBed {
  constructor(
    readonly pages: PageBed,
    /** An administrator's key. */
    readonly admin: Awaited<ReturnType<typeof makeCaller>>,
  ) {}

  get actor() {
    return this.pages.actor;
  }

  /** The vendor's patient with `facts`, pulled. */
  pull(facts: object = {}, id = "a"): Promise<Record<string, number>> {
    return this.pages.commit([patient(id, facts)]);
  }

  /** The vendor says that its patient is gone. */
  pullDeletion(id = "a"): Promise<Record<string, number>> {
    return this.pages.commit([], { deleted: [{ entity: "patients", remoteId: id }] });
  }

  async record(id = "a"): Promise<RecordView> {
    const { data } = await listRecords(this.actor, "patients", {}, { limit: 50, place: null });
    const found = data.find((record) => record.links.some((link) => link.remoteId === id));
    if (!found) throw new Error(`There is no record of ${id}.`);
    return found;
  }

  async edit(patch: object, id = "a"): Promise<void> {
    const record = await this.record(id);
    await changeRecord(this.actor, "patients", record.id, { patch, ifMatch: `"${record.version}"` });
  }

  async remove(id = "a"): Promise<void> {
    const record = await this.record(id);
    await deleteRecord(this.actor, "patients", record.id, `"${record.version}"`);
  }

  /** A conflict about a fact that both sides changed from what was agreed. */
  async contest(patch: object, facts: object, id = "a"): Promise<Conflict> {
    await this.pull({}, id);
    await this.edit(patch, id);
    await this.pull(facts, id);
    return this.newest();
  }

  async newest(): Promise<Conflict> {
    const { data } = await listConflicts(this.actor, {}, 1, null);
    if (!data[0]) throw new Error("There is no conflict.");
    return data[0];
  }
}

/** Needs a test's environment. */
export async function openConflictBed(): Promise<ConflictBed> {
  const pages = await openPageBed();
  return new ConflictBed(pages, await makeCaller("admin", pages.run.organizationId));
}
