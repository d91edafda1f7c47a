/** What a channel would make of stored messages. Nothing is kept or sent; that somebody saw them is in the trail. */
import { prepareAudit, recordAudits } from "@/lib/audit";
import { type Actor, can } from "@/lib/auth";
import { decodeMessage } from "@/lib/hl7";
import { httpErrors } from "@/lib/http/errors";
import { openVault } from "@/lib/platform/crypto";
import { type Tx, withOrganization } from "@/lib/platform/db";
import { findChannel } from "../definition/channel-store";
import { lookupsOf, wrongPlan } from "../definition/check-definition";
import { channelErrors } from "../errors";
import type { ChannelTest, ChannelTestResult } from "../schema";
import { goThrough, type Passed, type Plan, planOf } from "./go-through";
import { asSenderMeans, type LoadedSource, loadSources } from "./load-sources";
import { storedMessages } from "./run-store";

interface Prepared {
  readonly plan: Plan;
  readonly sources: ReadonlyMap<string, LoadedSource>;
}

async function prepare(
  tx: Tx,
  actor: Actor,
  channelId: string,
  { messageIds, definition: tried }: ChannelTest,
): Promise<Prepared> {
  const { id, definition } = await findChannel(tx, channelId);
  const { source } = definition;
  const filter = tried?.filter === undefined ? definition.filter : tried.filter;
  const mapping = tried?.mapping ?? definition.mapping;
  const lookups = await lookupsOf(tx, mapping);
  const errors = wrongPlan({ source, filter, mapping }, lookups);
  if (errors.length > 0)
    throw channelErrors.channel_invalid({ detail: errors.map(({ message }) => message).join(". "), errors });
  const vault = await openVault(actor.organizationId, "messages");
  const rows = await storedMessages(tx, messageIds);
  const loaded = await loadSources(tx, vault, actor.organizationId, rows);
  const looks = rows.map(({ messageId }) => {
    return { action: "messages.read", entity: "messages", recordId: messageId, target: { channelId: id } };
  });
  await recordAudits(tx, actor, looks);
  const sources = new Map(loaded.map((one) => [one.row.messageId, one]));
  return { plan: planOf({ filter, mapping }, lookups), sources };
}

function resultOf(messageId: string, passed: Passed): ChannelTestResult {
  const nothing = { messageId, filtered: passed.state === "FILTERED", output: null, outputKind: null };
  if (passed.state !== "ROUTED")
    return { ...nothing, errors: passed.state === "FAILED" ? [...passed.errors] : [] };
  const { kind, body } = passed.output;
  const output = kind === "hl7v2" ? decodeMessage(body).text : JSON.parse(body.toString("utf8"));
  return { ...nothing, output, outputKind: kind, errors: [] };
}

const unknown: Passed = { state: "FAILED", errors: [{ path: "", message: "There is no such message." }] };

/**
 * Runs filter and mapping, as the channel has them or as they are sent, over stored messages; answers in their order. Who
 * asks has to be allowed to see messages. Throws `channel_not_found`, `channel_invalid`.
 */
export async function testChannel(
  actor: Actor,
  channelId: string,
  test: ChannelTest,
): Promise<ChannelTestResult[]> {
  if (!can(actor, "messages:raw"))
    throw httpErrors.not_allowed({ detail: "It shows messages: this needs the permission messages:raw." });
  await prepareAudit(actor.organizationId);
  const { plan, sources } = await withOrganization(actor, (tx) => prepare(tx, actor, channelId, test));
  const results: ChannelTestResult[] = [];
  for (const messageId of test.messageIds) {
    const loaded = sources.get(messageId);
    const source = loaded && (await asSenderMeans(loaded));
    results.push(resultOf(messageId, source ? await goThrough(plan, source) : unknown));
  }
  return results;
}
