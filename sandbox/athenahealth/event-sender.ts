/**
 * Tells subscribers of events: a signed bundle that holds ids alone, again until somebody says 2xx. It promises at
 * least once and in no order, and here both are played: each fifth event comes twice, and of events that wait together
 * the last is told first.
 */
import { createHmac, randomUUID } from "node:crypto";
import { numberIn } from "@/sandbox/athenahealth/ids";
import { practiceId } from "@/sandbox/athenahealth/search-rules";
import { topicOf } from "@/sandbox/athenahealth/topics";
import type { JsonObject } from "@/sandbox/fhir/exact-json";
import type { DataChange } from "@/sandbox/fhir/watched-door";
import { Timers } from "@/sandbox/framework/timers";

export interface Subscriber {
  id: string;
  topic: string;
  endpoint: string;
  secret?: string;
  endsAtMs: number;
}

interface Told {
  event: JsonObject;
  topic: string;
}

const backport = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition";
/** A receiver has to answer within this time. */
const patienceMs = 5_000;
const retriedForMs = 3_600_000;
const longestPauseMs = 300_000;
const repeatedEach = 5;
/** Types whose records have no address in the vendor's FHIR interface when an event speaks of them. */
const withoutReference = ["DiagnosticReport"];

export class EventSender {
  readonly #timers = new Timers();
  #waiting: Told[] = [];
  #events = 0;

  constructor(
    private readonly baseUrl: string,
    private readonly subscribers: () => Iterable<Subscriber>,
    private readonly firstPauseMs: number,
    private readonly now: () => number,
  ) {}

  /** Notes a change; those who subscribed to its topic hear of it a moment later. */
  changed(change: DataChange): void {
    const topic = topicOf(change);
    if (topic === undefined) return;
    this.#waiting.push({ topic, event: this.#eventOf(change) });
    if (this.#waiting.length === 1) this.#timers.later(0, () => this.#tell());
  }

  /** Forgets what has not been told. */
  close(): void {
    this.#timers.clear();
  }

  #eventOf({ type, id }: DataChange): JsonObject {
    const identifier = {
      system: `urn:athenahealth:athenanet:${type.toLowerCase()}:${practiceId}`,
      value: numberIn(id),
    };
    const focus = withoutReference.includes(type)
      ? { identifier }
      : { reference: `${type}/${id}`, identifier };
    return { id: randomUUID(), timestamp: new Date(this.now()).toISOString(), focus };
  }

  #tell(): void {
    const waiting = this.#waiting.reverse();
    this.#waiting = [];
    for (const told of waiting) {
      this.#events += 1;
      const copies = this.#events % repeatedEach === 0 ? 2 : 1;
      for (const subscriber of this.subscribers()) {
        if (subscriber.topic !== told.topic || subscriber.endsAtMs <= this.now()) continue;
        for (let copy = 0; copy < copies; copy++) this.#send(subscriber, told, this.now(), this.firstPauseMs);
      }
    }
  }

  #send(subscriber: Subscriber, told: Told, begunAtMs: number, pauseMs: number): void {
    const body = JSON.stringify(this.#bundle(subscriber, told));
    post(subscriber, body).then((isTaken) => {
      if (isTaken || this.now() - begunAtMs > retriedForMs) return;
      const next = Math.min(pauseMs * 2, longestPauseMs);
      this.#timers.later(pauseMs, () => this.#send(subscriber, told, begunAtMs, next));
    });
  }

  /** Counters are those of this bundle, not of the subscription's life. */
  #bundle({ id }: Subscriber, { event, topic }: Told): JsonObject {
    const status = {
      resourceType: "SubscriptionStatus",
      id: randomUUID(),
      status: "active",
      type: "event-notification",
      eventsSinceSubscriptionStart: "1",
      eventsInNotification: 1,
      subscription: { reference: `Subscription/${id}` },
      topic: `${this.baseUrl}/SubscriptionTopic/${topic}`,
      notificationEvent: [{ eventNumber: "1", ...event }],
    };
    return {
      resourceType: "Bundle",
      id: randomUUID(),
      type: "history",
      meta: { profile: [`${backport}/backport-subscription-notification`] },
      timestamp: new Date(this.now()).toISOString(),
      entry: [
        {
          fullUrl: `urn:uuid:${status.id}`,
          resource: status,
          request: { method: "GET", url: `Subscription/${id}/$status` },
          response: { status: "200" },
        },
      ],
    };
  }
}

async function post({ endpoint, secret }: Subscriber, body: string): Promise<boolean> {
  const signature = secret && createHmac("sha256", secret).update(body).digest("hex");
  const headers = {
    "content-type": "application/fhir+json",
    ...(signature && { "x-hub-signature": `sha256=${signature}` }),
  };
  try {
    const answer = await fetch(endpoint, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(patienceMs),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
