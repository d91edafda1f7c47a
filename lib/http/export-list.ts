/**
 * A list as a CSV file. The list's own operation is asked page after page, each in a transaction of its own and as
 * fast as the caller reads, so that the size of a list is no matter. One entry of the audit trail tells how many
 * rows left.
 */
import { z } from "zod";
import { prepareAudit, recordAudit } from "@/lib/audit";
import type { Actor } from "@/lib/auth";
import { now } from "@/lib/platform/clock";
import { withOrganization } from "@/lib/platform/db";
import { createLogger } from "@/lib/platform/logger";
import { admit } from "./admission";
import { checkedValue, isReply } from "./answer";
import { csvHead, csvLines } from "./csv";
import type { RouteDeclaration } from "./declaration";
import type { Exchange } from "./exchange";
import type { ParsedInput } from "./read-input";
import { type ListPage, listPageSchema } from "./schema";
import { streamOf } from "./stream-text";

const log = createLogger("http");

const rowsPerPage = 500;
/** Without it Excel reads UTF-8 as the code page of the machine. */
const byteOrderMark = "\uFEFF";

interface Exported {
  readonly declaration: RouteDeclaration;
  readonly exchange: Exchange;
  readonly input: ParsedInput;
  readonly columns: readonly string[];
  /** Somebody who names a limit pages on their own. */
  readonly onePage: boolean;
}

const pageQuery = z.looseObject({ cursor: z.string().optional() }).default({});

/** The list's pages. Whoever reads is asked for their right before each, so an export ends with their access. */
async function* pagesOf(list: Exported, firstReader: Actor | undefined): AsyncGenerator<ListPage> {
  const { declaration, exchange, input, onePage } = list;
  const { request, requestId, ip } = exchange;
  let query = pageQuery.parse(input.query);
  if (!onePage) query = { ...query, limit: rowsPerPage };
  let actor = firstReader;
  for (;;) {
    const keepAnswer = async () => undefined;
    const asked = { actor, ...input, query, request, requestId, ip, keepAnswer };
    const given = await declaration.run({ ...asked, wholeList: !onePage });
    const value = isReply(given) ? given.value : given;
    const page = listPageSchema.parse(checkedValue(declaration.returns, value));
    yield page;
    if (onePage || page.nextCursor === null) return;
    query = { ...query, cursor: page.nextCursor };
    actor = await admit(request, declaration.allow);
  }
}

const named = z.object({ entity: z.string().optional(), id: z.string().optional() });

async function auditExport(
  { declaration, exchange, input }: Exported,
  actor: Actor,
  { rows, complete }: { rows: number; complete: boolean },
): Promise<void> {
  const { entity = declaration.reads, id } = named.safeParse(input.params).data ?? {};
  const filters = [...new URL(exchange.request.url).searchParams.keys()].filter((name) => name !== "format");
  await prepareAudit(actor.organizationId);
  await withOrganization(actor, (tx) =>
    recordAudit(tx, actor, {
      action: "list.exported",
      entity,
      recordId: id,
      // Which filters were set, never to what: people search by name.
      target: { list: exchange.wish.path, rows, complete, filters },
      requestId: exchange.requestId,
      ip: exchange.ip,
    }),
  );
}

/** The text of the file, from its first page on. Its end is reached only when the trail tells of it. */
async function* textOf(
  list: Exported,
  actor: Actor | undefined,
  first: readonly unknown[],
  rest: AsyncIterable<ListPage>,
): AsyncGenerator<string, void> {
  const { columns, exchange } = list;
  const forPeople = new URL(exchange.request.url).searchParams.has("format");
  let rows = first.length;
  let complete = false;
  try {
    yield (forPeople ? byteOrderMark : "") + csvHead(columns) + csvLines(columns, first);
    for await (const { data } of rest) {
      rows += data.length;
      yield csvLines(columns, data);
    }
    complete = true;
  } catch (error) {
    log.error("An export ended before its last row", { requestId: exchange.requestId, error });
    // The server prints what ends a stream as it is, and a database's message may quote a patient's data.
    throw new Error("The export ended before its last row");
  } finally {
    if (actor) await auditExport(list, actor, { rows, complete });
  }
}

/** «records-patients-2026-11-21.csv» for /api/records/patients. */
function fileName(path: string): string {
  const list = path.replace(/^\/api\//, "").replaceAll(/[^\w-]+/g, "-");
  return `${list}-${now().toISOString().slice(0, 10)}.csv`;
}

/**
 * Answers the list as a CSV file: all that the filters leave, or with a `limit` one page with the next one's cursor
 * in X-Next-Cursor. What goes wrong before the first row is thrown; afterwards the file breaks off, so that no
 * stump passes for the whole.
 */
export async function exportList(
  declaration: RouteDeclaration,
  exchange: Exchange,
  actor: Actor | undefined,
  input: ParsedInput,
  columns: readonly string[],
): Promise<Response> {
  const onePage = new URL(exchange.request.url).searchParams.has("limit");
  const list: Exported = { declaration, exchange, input, columns, onePage };
  const pages = pagesOf(list, actor);
  const { value: first } = await pages.next();
  const { data, nextCursor } = first ?? { data: [], nextCursor: null };
  const headers = new Headers({
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${fileName(exchange.wish.path)}"`,
  });
  if (onePage && nextCursor) headers.set("x-next-cursor", nextCursor);
  return new Response(streamOf(textOf(list, actor, data, pages)), { headers });
}
