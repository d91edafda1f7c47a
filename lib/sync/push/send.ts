/** Sends what was composed, and sorts the vendor's answers. */
import type { Connector, ConnectorContext, RemoteItem } from "@/lib/connectors/contract";
import { recorderOf } from "@/lib/messages";
import { type CarelaneError, isCarelaneError } from "@/lib/platform/errors";
import type { RemoteSide } from "./compose";
import type { ChangedLink, ChangedRecord } from "./load-changes";
import { fewAtOnce } from "./look";
import { endOfTerm, mayBegin } from "./sending-term";

/** A resource on its way: a new one, or one that replaces what was read. */
export interface Parcel {
  readonly change: ChangedRecord;
  readonly resource: Record<string, unknown>;
  /** The fields that changed here. */
  readonly fields: readonly string[];
  /** Absent for a new one. */
  readonly target?: { readonly link: ChangedLink; readonly remote: RemoteSide };
}

export type Answer =
  | { readonly kind: "taken"; readonly parcel: Parcel; readonly item: RemoteItem }
  /** The vendor's resource moved between our look and our write (409, 412). */
  | { readonly kind: "stale"; readonly parcel: Parcel; readonly error: CarelaneError }
  | { readonly kind: "refused"; readonly parcel: Parcel; readonly error: CarelaneError }
  /** The vendor takes no such change, whoever asks. */
  | { readonly kind: "notOffered"; readonly parcel: Parcel; readonly error: CarelaneError }
  /** Not begun, because its mark had become too old: to be marked anew. */
  | { readonly kind: "late"; readonly parcel: Parcel }
  /** It may have been taken or not; who comes next looks first. */
  | { readonly kind: "unclear"; readonly parcel: Parcel; readonly error: unknown }
  /** It was certainly not taken, and what kept it would keep the others too. */
  | { readonly kind: "unsent"; readonly parcel: Parcel; readonly error: CarelaneError };

function answerTo(parcel: Parcel, error: unknown): Answer {
  // A stop of the worker cuts a call anywhere, and what nobody foresaw may come after the call.
  if (!isCarelaneError(error) || error.kind === "ambiguous") return { kind: "unclear", parcel, error };
  if (error.status === 409 && parcel.target) return { kind: "stale", parcel, error };
  if (error.code === "change_not_offered") return { kind: "notOffered", parcel, error };
  if (error.kind === "invalid") return { kind: "refused", parcel, error };
  return { kind: "unsent", parcel, error };
}

async function deliver(
  connector: Connector,
  context: ConnectorContext<unknown>,
  { change, resource, target }: Parcel,
): Promise<RemoteItem | undefined> {
  const port = connector.entities[change.entity];
  if (!target) return port?.create?.(context, resource);
  const { remoteId, remoteVersion: version } = target.remote.item;
  const unseen = remoteId === change.recordId;
  return port?.update?.(context, {
    ...{ remoteId, version, unseen },
    before: target.remote.resource,
    after: resource,
  });
}

/**
 * Sends parcels that were marked at `markedAt`, a few at a time. After one that nothing could keep from failing, and
 * when the mark has become too old, no more are begun.
 */
export async function sendParcels(
  connector: Connector,
  context: ConnectorContext<unknown>,
  parcels: readonly Parcel[],
  markedAt: Date,
): Promise<Answer[]> {
  const ends = endOfTerm(markedAt);
  const signal = context.signal ? AbortSignal.any([context.signal, ends]) : ends;
  let stopped: CarelaneError | undefined;
  return fewAtOnce(parcels, async (parcel): Promise<Answer> => {
    if (stopped) return { kind: "unsent", parcel, error: stopped };
    if (!mayBegin(markedAt)) return { kind: "late", parcel };
    try {
      const item = await deliver(
        connector,
        { ...context, signal, recorder: recorderOf(context, parcel.change) },
        parcel,
      );
      if (!item) throw new Error(`${connector.id} declares a write that it does not have`);
      return { kind: "taken", parcel, item };
    } catch (error) {
      const answer = answerTo(parcel, error);
      if (answer.kind === "unsent") stopped = answer.error;
      return answer;
    }
  });
}
