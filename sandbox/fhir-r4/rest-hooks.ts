/**
 * Tells subscribers of changes as HAPI does: without a payload by an empty POST, with one by a PUT of the resource below
 * the address, whose answer it reads as FHIR. It tries for about sixty pauses and then forgets the notification.
 */
import type { DataChange } from "@/sandbox/fhir/watched-door";
import type { Subscription } from "@/sandbox/fhir-r4/subscriptions";
import type { Timers } from "@/sandbox/framework/timers";

/** A receiver has to answer within this time. */
const patienceMs = 5_000;
const mostPauses = 60;

interface Told {
  subscription: Subscription;
  change: DataChange;
}

export class RestHooks {
  constructor(
    private readonly subscribers: (type: string) => Subscription[],
    private readonly pauseMs: number,
    private readonly timers: Timers,
  ) {}

  /** Tells of what was created or changed; of deletions R4 says nothing. */
  changed(change: DataChange): void {
    if (change.kind !== "create" && change.kind !== "update") return;
    for (const subscription of this.subscribers(change.type)) {
      this.timers.later(0, () => this.#tell({ subscription, change }, 0));
    }
  }

  #tell(told: Told, tries: number): void {
    send(told).then((isTaken) => {
      if (!isTaken && tries < mostPauses) this.timers.later(this.pauseMs, () => this.#tell(told, tries + 1));
    });
  }
}

async function send({ subscription: { channel }, change }: Told): Promise<boolean> {
  const { endpoint, payload } = channel;
  const headers = channel.header.map((line): [string, string] => {
    const [name = "", ...value] = line.split(":");
    return [name.trim(), value.join(":").trim()];
  });
  const call = payload
    ? { url: `${endpoint}/${change.type}/${change.id}`, method: "PUT", body: change.after }
    : { url: endpoint, method: "POST" };
  try {
    const answer = await fetch(call.url, {
      method: call.method,
      body: call.body,
      headers: [...headers, ...(payload ? [["content-type", payload] as [string, string]] : [])],
      redirect: "manual",
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await answer.text();
    return answer.ok && (!payload || text === "" || "resourceType" in JSON.parse(text));
  } catch {
    return false;
  }
}
