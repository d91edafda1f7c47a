/** Asks the vendor for single resources by id: what failed before, and what a whole run missed. */
import type { Connector, ConnectorContext, Entity, ReadResult } from "@/lib/connectors/contract";
import { isCarelaneError } from "@/lib/platform/errors";
import type { RecordError } from "../run/sync-run";

export interface Reread {
  readonly found: Extract<ReadResult, { state: "found" }>["item"][];
  readonly deleted: { entity: Entity; remoteId: string }[];
  readonly merged: {
    entity: Entity;
    remoteId: string;
    into: Extract<ReadResult, { state: "merged" }>["into"];
  }[];
  readonly errors: RecordError[];
}

/** How many resources are asked for at the same time; the client's own limits hold besides. */
const atOnce = 5;

/** Errors that say something about one resource; all others end the slice, for they would hit every resource. */
function recordErrorOf(entity: Entity, remoteId: string, error: unknown): RecordError {
  if (!isCarelaneError(error) || error.kind !== "invalid") throw error;
  return {
    entity,
    remoteId,
    stage: "fetch",
    code: error.code,
    title: error.title,
    detail: error.detail,
    owner: error.owner,
    retryable: false,
  };
}

function sort(result: ReadResult, entity: Entity, into: Reread): void {
  switch (result.state) {
    case "found":
      into.found.push(result.item);
      break;
    case "deleted":
      into.deleted.push({ entity, remoteId: result.remoteId });
      break;
    case "merged":
      into.merged.push({ entity, remoteId: result.remoteId, into: result.into });
      break;
    case "refused":
      into.errors.push(result.error);
      break;
    default:
      result satisfies never;
  }
}

/** Reads each of `wanted`, a few at a time, and sorts the answers. */
export async function reread(
  connector: Connector,
  context: ConnectorContext<unknown>,
  wanted: readonly { readonly entity: Entity; readonly remoteId: string }[],
): Promise<Reread> {
  const answers: Reread = { found: [], deleted: [], merged: [], errors: [] };
  for (let start = 0; start < wanted.length; start += atOnce) {
    const results = await Promise.all(
      wanted.slice(start, start + atOnce).map(async ({ entity, remoteId }) => {
        const read = connector.entities[entity]?.read;
        if (!read) return undefined;
        return read(context, remoteId).catch(
          (error): ReadResult => ({
            state: "refused",
            remoteId,
            error: recordErrorOf(entity, remoteId, error) as Extract<
              ReadResult,
              { state: "refused" }
            >["error"],
          }),
        );
      }),
    );
    results.forEach((result, index) => {
      const asked = wanted[start + index];
      if (result && asked) sort(result, asked.entity, answers);
    });
  }
  return answers;
}
