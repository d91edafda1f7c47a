/** Webhooks as their users meet them: routes over HTTP, a worker that delivers, and a receiver that does as it is told. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Client } from "pg";
import { fetch } from "undici";
import { vi } from "vitest";
import * as replay from "@/app/api/sync/webhooks/[id]/deliveries/[deliveryId]/replay/route";
import * as deliveries from "@/app/api/sync/webhooks/[id]/deliveries/route";
import * as rotate from "@/app/api/sync/webhooks/[id]/rotate/route";
import * as one from "@/app/api/sync/webhooks/[id]/route";
import * as test from "@/app/api/sync/webhooks/[id]/test/route";
import * as all from "@/app/api/sync/webhooks/route";
import { restHook } from "@/lib/fhir/subscriptions";
import { type ServedRoutes, serveRoutes } from "@/lib/http/testing/served-routes";
import { makeCaller } from "@/lib/integrations/testing/routes";
import { openTestEnvironment, type TestEnvironment } from "@/lib/platform/testing/installation";
import { openRedis, type TestRedis } from "@/lib/platform/testing/redis";
import { type Running, startWorkers } from "@/lib/queue/runtime";
import { fastTiming } from "@/lib/queue/testing/timing";
import { deliverWebhooksHandler } from "../../handlers/deliver-webhooks";
import { sweepWebhooksHandler } from "../../handlers/sweep-webhooks";
import { wakeEndpointHandler } from "../../handlers/wake-endpoint";
import { type DeliveryView, deliverySchema, webhookWithSecretSchema } from "../schema";

const base = "/api/sync/webhooks";
const routes = {
  [base]: { GET: all.GET, POST: all.POST },
  [`${base}/[id]`]: { GET: one.GET, PUT: one.PUT, DELETE: one.DELETE },
  [`${base}/[id]/test`]: { POST: test.POST },
  [`${base}/[id]/rotate`]: { POST: rotate.POST },
  [`${base}/[id]/deliveries`]: { GET: deliveries.GET },
  [`${base}/[id]/deliveries/[deliveryId]/replay`]: { POST: replay.POST },
};

interface Received {
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

/** Takes messages in; each path has its own behaviours, used up one by one, and then answers 204. */
export class Receiver {
  readonly #received: Received[] = [];
  readonly #behaviours = new Map<string, Behaviour[]>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on("end", () => {
        const path = request.url ?? "";
        const headers = Object.fromEntries(new Headers(request.headers as Record<string, string>));
        this.#received.push({ path, method: request.method ?? "", headers, body });
        const behave = this.#behaviours.get(path)?.shift() ?? ((answer) => answer.writeHead(204).end());
        behave(response, request);
      });
    });
  }

  static async open(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, "127.0.0.1", resolve));
    return receiver;
  }

  url(path: string): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${path}`;
  }

  at(path: string): Received[] {
    return this.#received.filter((received) => received.path === path);
  }

  /** What came at `path` and at addresses below it. */
  below(path: string): Received[] {
    return this.#received.filter(
      (received) => received.path === path || received.path.startsWith(`${path}/`),
    );
  }

  /** What `path` does with its next messages. */
  plan(path: string, ...behaviours: Behaviour[]): void {
    this.#behaviours.set(path, behaviours);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

export class Stage {
  private constructor(
    private readonly environment: TestEnvironment,
    private readonly redis: TestRedis,
    private readonly served: ServedRoutes,
    private readonly workers: Running,
    /** Sees and may do everything. */
    readonly owner: Client,
    readonly receiver: Receiver,
  ) {}

  static async open(): Promise<Stage> {
    const redis = await openRedis();
    const environment = await openTestEnvironment({ REDIS_URL: redis.url, OUTBOUND_ALLOW: "127.0.0.1" });
    const owner = new Client(environment.databaseUrl);
    await owner.connect();
    const handlers = [deliverWebhooksHandler({ fhir: restHook }), wakeEndpointHandler, sweepWebhooksHandler];
    const workers = startWorkers({ handlers, roles: ["webhooks", "relay"], timing: fastTiming });
    return new Stage(environment, redis, await serveRoutes(routes), workers, owner, await Receiver.open());
  }

  async close(): Promise<void> {
    this.receiver.close();
    await this.workers.stop();
    await this.served.close();
    await this.owner.end();
    await this.environment.close();
    await this.redis.close();
  }

  /** Calls a route below /api/sync/webhooks over HTTP. */
  async call(method: string, path: string, key: string | undefined, body?: unknown) {
    const response = await fetch(`${this.served.url}${base}${path}`, {
      method,
      headers: { "content-type": "application/json", ...(key && { authorization: `Bearer ${key}` }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, text, json: text ? JSON.parse(text) : undefined };
  }

  /** An administrator's key of an organization. */
  async admin(organizationId: string): Promise<string> {
    return (await makeCaller("admin", organizationId)).key;
  }

  /** A webhook to `path` of the receiver, for events of patients unless told, tried once more after a second. */
  async subscribe(key: string, path: string, more: object = {}) {
    const body = {
      endpoint: this.receiver.url(path),
      events: ["patient.*"],
      timeoutMs: 1_000,
      retry: { maxAttempts: 2, scheduleSeconds: [1] },
      ...more,
    };
    return webhookWithSecretSchema.parse((await this.call("POST", "", key, body)).json);
  }

  async deliveries(key: string, id: string): Promise<DeliveryView[]> {
    const { json } = await this.call("GET", `/${id}/deliveries`, key);
    return deliverySchema.array().parse(json.data);
  }
}

/** Waits until a check holds. */
export function until(check: () => Promise<void> | void): Promise<void> {
  return vi.waitFor(check, { timeout: 15_000, interval: 25 });
}
