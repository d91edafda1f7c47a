/** What is to become of a changed record, before the vendor is asked. Pure. */
import { differencesTo } from "@/lib/conflicts";
import type { Connector, EntityPort } from "@/lib/connectors/contract";
import type { CarelaneError } from "@/lib/platform/errors";
import { derivedFields } from "@/lib/records";
import { syncErrors } from "../errors";
import type { ChangedRecord } from "./load-changes";

export type Triage =
  /** The vendor has it, or never will: nothing waits any more. */
  | { readonly kind: "settled" }
  /** Something else has to happen first: a person's decision, or the record it belongs to. */
  | { readonly kind: "waits" }
  /** The vendor takes no such change. */
  | { readonly kind: "skipped"; readonly error: CarelaneError }
  | { readonly kind: "create" }
  /** Deleted here after a call that may have made it there: it is looked for, or a pull would take it in as new. */
  | { readonly kind: "sought" }
  | { readonly kind: "update"; readonly link: NonNullable<ChangedRecord["link"]> };

function notTaken(connector: Connector, change: ChangedRecord, verb: "create" | "update" | "delete"): Triage {
  const what = { create: "new", update: "changes of", delete: "deletions of" }[verb];
  const detail = `${connector.name} takes no ${what} ${change.entity.replaceAll("_", " ")} over its interface. The change stays here.`;
  return { kind: "skipped", error: syncErrors.not_supported_by_vendor({ detail }) };
}

function triageNew(
  connector: Connector,
  port: EntityPort<unknown> | undefined,
  change: ChangedRecord,
): Triage {
  if (change.deleted) return { kind: change.sending ? "sought" : "settled" };
  if (!port?.write.create) return notTaken(connector, change, "create");
  return change.strange ? { kind: "waits" } : { kind: "create" };
}

/** Sorts a change by what the vendor can take and what stands in the way. */
export function triage(connector: Connector, change: ChangedRecord): Triage {
  const { link } = change;
  const port = connector.entities[change.entity];
  if (change.conflicted) return { kind: "waits" };
  if (!link) return triageNew(connector, port, change);
  if (link.localBase === change.version) return { kind: "settled" };
  if (change.deleted)
    return port?.withdrawn ? { kind: "update", link } : notTaken(connector, change, "delete");
  if (!differencesTo(change.told, link.base, derivedFields(change.entity))) return { kind: "settled" };
  if (!port?.write.update) return notTaken(connector, change, "update");
  return { kind: "update", link };
}
