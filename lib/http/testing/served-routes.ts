/** Routes served over a real socket, as server.ts serves them in production. */
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import type { AddressRange } from "@/lib/platform/address-range";
import type { RouteHandler } from "../declaration";
import { openFrontDoor } from "../lane/front-door";
import { makeLane } from "../lane/lane";
import { makeWebServer, type Patience } from "../lane/web-server";

export interface ServedRoutes {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

interface ServeOptions {
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly https?: boolean;
  readonly trustedProxies?: readonly AddressRange[];
  readonly patience?: Patience;
}

/** Serves `routes`, by template and method, on a free port of this machine. */
export async function serveRoutes(
  routes: Readonly<Record<string, Readonly<Record<string, RouteHandler>>>>,
  { upgrade, https = false, trustedProxies = [], patience }: ServeOptions = {},
): Promise<ServedRoutes> {
  const lane = makeLane(
    Object.entries(routes).map(([template, handlers]) => ({
      template,
      handlers: new Map(Object.entries(handlers)),
    })),
  );
  const door = openFrontDoor(
    {
      lane: getRequestListener((request) => lane.handle(request), { overrideGlobalObjects: false }),
      next: (_request, response) => response.end("a page"),
      upgradeLive: (request, socket, head) => (upgrade ? upgrade(request, socket, head) : socket.destroy()),
    },
    { development: false, https, trustedProxies },
  );
  const server = makeWebServer(patience).on("request", door.onRequest).on("upgrade", door.onUpgrade);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
