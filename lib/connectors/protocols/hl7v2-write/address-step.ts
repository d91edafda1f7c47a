/** Tries the address for HL7 v2 messages, without sending any. */
import { once } from "node:events";
import { dial, endsAtOnce, mllpErrors } from "@/lib/hl7/mllp";
import { createClient, outboundErrors } from "@/lib/http/client";
import { env } from "@/lib/platform/env";
import type { MessageReceiver } from "../../contract";
import type { Step } from "../connection-steps";
import { type MessageSettings, receiverAt } from "./settings";

type MllpReceiver = Exclude<MessageReceiver, { readonly url: string }>;

/** Who does not want the connection ends it within this time. */
const watchMs = 200;

async function tryMllp(receiver: MllpReceiver): Promise<string> {
  const socket = await dial(receiver, env().OUTBOUND_TIMEOUT_MS / 4);
  // A reset says by itself that the connection is over.
  socket.on("error", () => undefined).resume();
  await once(socket, "close", { signal: AbortSignal.timeout(watchMs) }).catch(() => undefined);
  const isEnded = socket.destroyed;
  socket.destroy();
  if (!isEnded) return "The address takes MLLP connections. No message was sent.";
  throw mllpErrors.mllp_unreachable({ detail: endsAtOnce });
}

/** What the answer to a request without a message says about the address; undefined where it may well take messages. */
function refusalIn(status: number): string | undefined {
  if (status === 401 || status === 403) return `It lets Carelane in only after a sign-in (${status}).`;
  if (status === 404 || status === 410) return `There is nothing at its path (${status}).`;
  return status >= 500 && status !== 501 ? `It has a problem of its own (${status}).` : undefined;
}

async function tryHttp(url: string): Promise<string> {
  const { status } = await createClient({ name: "hl7v2" }).request({
    method: "HEAD",
    url,
    expect: () => true,
  });
  const detail = refusalIn(status);
  if (detail) throw outboundErrors.vendor_refused({ detail });
  return "The address answers. No message was sent.";
}

/** The step of a connection's test that tries the address; none where none is set. */
export function addressSteps({ hl7Address }: Pick<MessageSettings, "hl7Address">): Step[] {
  const to = hl7Address === undefined ? undefined : receiverAt(hl7Address);
  if (!to) return [];
  const step = {
    name: "HL7 v2 address",
    fix: "Compare host and port with what the site's interface team gave, and ask it to let Carelane's address in.",
    run: () => ("url" in to ? tryHttp(to.url) : tryMllp(to)),
  };
  return [step];
}
