/** Jobs that were given up, with their reason, for people to look at and to run again. */
import { z } from "zod";
import type { Tx } from "@/lib/platform/db";
import { idSchema } from "@/lib/platform/ids";
import { pageOf } from "@/lib/platform/list-page";
import type { QueueName } from "./define-job";
import { queueErrors } from "./errors";
import type { KeptError } from "./verdict";

interface DeadLetter {
  readonly id: string;
  readonly queue: QueueName;
  readonly name: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly error: KeptError | null;
  readonly requestId: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date;
}

interface DeadLetterPage {
  readonly data: DeadLetter[];
  readonly nextCursor: string | null;
}

interface DeadLetterFilter {
  readonly queue?: QueueName;
  readonly limit: number;
  readonly cursor?: string | null;
}

const positionSchema = z.tuple([z.iso.datetime(), idSchema]);

/** Dead jobs, the latest first. Throws `cursor_invalid` for a cursor this list did not give. */
export async function deadLetters(tx: Tx, filter: DeadLetterFilter): Promise<DeadLetterPage> {
  const [finishedAt, id] = filter.cursor ? readCursor(filter.cursor) : [null, null];
  const rows = await tx.query<DeadLetter>(listDead, [filter.queue ?? null, finishedAt, id, filter.limit + 1]);
  const { data, next } = pageOf(rows, filter.limit, writeCursor);
  return { data, nextCursor: next };
}

const listDead = `
  select id, queue, name, payload, attempts, error, request_id as "requestId", created_at as "createdAt",
         finished_at as "finishedAt"
    from queue_jobs
   where state = 'dead'
     and ($1::text is null or queue = $1)
     and ($2::timestamptz is null or (finished_at, id) < ($2, $3::uuid))
   order by finished_at desc, id desc
   limit $4`;

function writeCursor(letter: DeadLetter): string {
  return Buffer.from(JSON.stringify([letter.finishedAt.toISOString(), letter.id])).toString("base64url");
}

function readCursor(cursor: string): [string, string] {
  try {
    return positionSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch (cause) {
    throw queueErrors.cursor_invalid({ detail: "Start again without a cursor.", cause });
  }
}
