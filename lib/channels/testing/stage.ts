/** Channels as their users meet them: routes over HTTP, a worker, and receivers of HTTP and MLLP that do as they are told. */
import { Client } from "pg";
import { fetch } from "undici";
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import * as retryOne from "@/app/api/channels/[id]/deliveries/[deliveryId]/retry/route";
import * as drop from "@/app/api/channels/[id]/deliveries/drop/route";
import * as retryAll from "@/app/api/channels/[id]/deliveries/retry/route";
import * as deliveries from "@/app/api/channels/[id]/deliveries/route";
import * as retryMessage from "@/app/api/channels/[id]/messages/[messageId]/retry/route";
import * as dismissMessages from "@/app/api/channels/[id]/messages/dismiss/route";
import * as retryMessages from "@/app/api/channels/[id]/messages/retry/route";
import * as messages from "@/app/api/channels/[id]/messages/route";
import * as rollback from "@/app/api/channels/[id]/rollback/route";
import * as one from "@/app/api/channels/[id]/route";
import * as start from "@/app/api/channels/[id]/start/route";
import * as stop from "@/app/api/channels/[id]/stop/route";
import * as test from "@/app/api/channels/[id]/test/route";
import * as versions from "@/app/api/channels/[id]/versions/route";
import * as all from "@/app/api/channels/route";
import { type ServedRoutes, serveRoutes } from "@/lib/http/testing/served-routes";
import { type Caller, makeCaller } from "@/lib/integrations/testing/routes";
import { takeFrame } from "@/lib/messages";
import { hl7 } from "@/lib/messages/testing/senders";
import { openTestEnvironment, type TestEnvironment } from "@/lib/platform/testing/installation";
import { openRedis, type TestRedis } from "@/lib/platform/testing/redis";
import { type Running, startWorkers } from "@/lib/queue/runtime";
import { fastTiming } from "@/lib/queue/testing/timing";
import { Receiver } from "@/lib/webhooks/outbound/testing/stage";
import { handlers } from "@/workers/handlers";
import {
  type ChannelDeliveryView,
  type ChannelMessageView,
  channelDeliverySchema,
  channelMessageSchema,
  channelSchema,
} from "../schema";
import { MllpReceiver } from "./mllp-receiver";

const base = "/api/channels";
const routes = {
  [base]: { GET: all.GET, POST: all.POST },
  [`${base}/[id]`]: { GET: one.GET, PUT: one.PUT, DELETE: one.DELETE },
  [`${base}/[id]/start`]: { POST: start.POST },
  [`${base}/[id]/stop`]: { POST: stop.POST },
  [`${base}/[id]/test`]: { POST: test.POST },
  [`${base}/[id]/versions`]: { GET: versions.GET },
  [`${base}/[id]/rollback`]: { POST: rollback.POST },
  [`${base}/[id]/messages`]: { GET: messages.GET, POST: messages.POST },
  [`${base}/[id]/messages/retry`]: { POST: retryMessages.POST },
  [`${base}/[id]/messages/dismiss`]: { POST: dismissMessages.POST },
  [`${base}/[id]/messages/[messageId]/retry`]: { POST: retryMessage.POST },
  [`${base}/[id]/deliveries`]: { GET: deliveries.GET },
  [`${base}/[id]/deliveries/retry`]: { POST: retryAll.POST },
  [`${base}/[id]/deliveries/drop`]: { POST: drop.POST },
  [`${base}/[id]/deliveries/[deliveryId]/retry`]: { POST: retryOne.POST },
};

export class ChannelStage {
  private workers: Running | undefined;

  private constructor(
    private readonly environment: TestEnvironment,
    private readonly redis: TestRedis,
    private readonly served: ServedRoutes,
    /** Sees and may do everything. */
    readonly owner: Client,
    readonly http: Receiver,
    readonly mllp: MllpReceiver,
  ) {}

  static async open(): Promise<ChannelStage> {
    const redis = await openRedis();
    const environment = await openTestEnvironment({
      REDIS_URL: redis.url,
      OUTBOUND_ALLOW: "127.0.0.1",
      OUTBOUND_TIMEOUT_MS: "2000",
    });
    const owner = new Client(environment.databaseUrl);
    await owner.connect();
    const [served, http, mllp] = [
      await serveRoutes(routes),
      await Receiver.open(),
      await MllpReceiver.open(),
    ];
    const stage = new ChannelStage(environment, redis, served, owner, http, mllp);
    stage.startWorkers();
    return stage;
  }

  startWorkers(): void {
    this.workers = startWorkers({ handlers, roles: ["webhooks", "relay"], timing: fastTiming });
  }

  async stopWorkers(): Promise<void> {
    await this.workers?.stop();
    this.workers = undefined;
  }

  async close(): Promise<void> {
    this.http.close();
    await this.mllp.close();
    await this.stopWorkers();
    await this.served.close();
    await this.owner.end();
    await this.environment.close();
    await this.redis.close();
  }

  /** Calls a route below /api/channels over HTTP; a body that is no text goes as JSON. */
  async call(
    method: string,
    path: string,
    { key }: Pick<Caller, "key">,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ) {
    const response = await fetch(`${this.served.url}${base}${path}`, {
      method,
      headers: { "content-type": "application/json", authorization: `Bearer ${key}`, ...headers },
      body: typeof body === "string" || body === undefined ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  }

  admin(): Promise<Caller> {
    return makeCaller("admin");
  }

  /** A channel that runs and takes messages over HTTP unless told. */
  async channel(caller: Caller, more: object = {}) {
    const body = { name: crypto.randomUUID(), status: "RUNNING", source: { kind: "http" }, ...more };
    const { json, text, status } = await this.call("POST", "", caller, body);
    if (status !== 201) throw new Error(text);
    return channelSchema.parse(json);
  }

  /** Where this stage listens, as a destination that is tried once more after a second. */
  toMllp(more: object = {}) {
    return { kind: "mllp", host: "127.0.0.1", port: this.mllp.port, retry: shortRetry, ...more };
  }

  toHttp(path: string, more: object = {}) {
    return { kind: "http", url: this.http.url(path), retry: shortRetry, ...more };
  }

  async read(caller: Caller, id: string) {
    return channelSchema.parse((await this.call("GET", `/${id}`, caller)).json);
  }

  async taken(caller: Caller, id: string): Promise<ChannelMessageView[]> {
    const { json } = await this.call("GET", `/${id}/messages`, caller);
    return channelMessageSchema.array().parse(json.data);
  }

  async deliveries(caller: Caller, id: string, query = ""): Promise<ChannelDeliveryView[]> {
    const { json } = await this.call("GET", `/${id}/deliveries${query}`, caller);
    return channelDeliverySchema.array().parse(json.data);
  }

  /** A sender's message as it comes over MLLP. */
  async receive(body: Buffer): Promise<string> {
    return (await takeFrame(body, { address: "10.20.0.7" })).messageId ?? "";
  }
}

export const shortRetry = { maxAttempts: 2, scheduleSeconds: [1] };

/** Waits until a check holds. */
export function until(check: () => Promise<void> | void): Promise<void> {
  return vi.waitFor(check, { timeout: 15_000, interval: 25 });
}

/** What each test begins with. */
interface Scene {
  readonly stage: ChannelStage;
  readonly admin: Caller;
  /** Where the receiver of HTTP hears this test alone. */
  readonly path: string;
}

/** A stage for the tests of a file, and for each of them an organization with its administrator. Answers what they do there. */
export function stageForTests(begin: (scene: Scene) => void) {
  let stage: ChannelStage;
  let admin: Caller;
  let path: string;
  beforeAll(async () => {
    stage = await ChannelStage.open();
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    stage.mllp.heard.length = 0;
    stage.mllp.plan();
    [admin, path] = [await stage.admin(), `/${crypto.randomUUID()}`];
    begin({ stage, admin, path });
  });
  const oldestFirst = (rows: readonly { readonly state: string }[]) =>
    rows.map(({ state }) => state).toReversed();
  const takenStates = async (id: string) => oldestFirst(await stage.taken(admin, id));
  const deliveryStates = async (id: string, query = "") =>
    oldestFirst(await stage.deliveries(admin, id, query));
  return {
    /** Sends a message to a channel. */
    post: (id: string, body: unknown, headers?: Record<string, string>) =>
      stage.call("POST", `/${id}/messages`, admin, body, headers),
    /** News of the patient with this number, from nobody whom we know. */
    hl7About: (patient: string, controlId?: string) =>
      hl7(admin.organizationId, "ADT^A04", [about(patient)], controlId).toString(),
    bodies: (at = path) => stage.http.at(at).map(({ body }) => body),
    jsons: (at = path) => stage.http.at(at).map(({ body }) => JSON.parse(body)),
    takenStates,
    deliveryStates,
    untilDelivered: (id: string, ...wanted: string[]) =>
      until(async () => expect(await deliveryStates(id)).toEqual(wanted)),
  };
}

/** The patient with this number, as HL7 v2 names them. */
export const about = (patient: string) => `PID|1||${patient}^^^MAIN^MR||Okafor^Ada`;

/** A destination that is not tried again, and one that is after an hour. */
export const once = { retry: { maxAttempts: 1 } };
export const later = { retry: { maxAttempts: 2, scheduleSeconds: [3_600] } };

/** A patient as FHIR. */
export const patient = {
  resourceType: "Patient",
  identifier: [{ value: "77123" }],
  name: [{ family: "Okafor" }],
};
