/** What of the web process takes a request: the lane, Next, the gateway, or nobody. */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { AddressRange } from "@/lib/platform/address-range";
import { needsNext } from "./lane";
import { dressPage } from "./page-headers";
import { stampPeer } from "./stamp";

interface Destinations {
  readonly lane: RequestListener;
  readonly next: RequestListener;
  readonly upgradeLive: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Next's own sockets, for reloading in development. */
  readonly upgradeNext?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

interface FrontDoorOptions {
  /** /api goes through Next too, so that an edited route is served at once. */
  readonly development: boolean;
  /** People come by https, and browsers shall never try without. */
  readonly https: boolean;
  /** Proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly AddressRange[];
}

export interface FrontDoor {
  readonly onRequest: RequestListener;
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? "").split("?", 1)[0] ?? "";
}

/** A request line that names a host (RFC 9112 section 3.2.2) would make our own links point there. */
function isOriginForm(request: IncomingMessage): boolean {
  return request.url?.startsWith("/") ?? false;
}

function isApi(path: string): boolean {
  return path === "/api" || path.startsWith("/api/");
}

function refuse(response: ServerResponse): void {
  response.writeHead(400, { connection: "close", "content-type": "text/plain" });
  response.end("The request line must name a path.\n");
}

export function openFrontDoor(
  to: Destinations,
  { development, https, trustedProxies }: FrontDoorOptions,
): FrontDoor {
  return {
    onRequest(request, response) {
      if (!isOriginForm(request)) return refuse(response);
      stampPeer(request, trustedProxies);
      if (https) response.setHeader("strict-transport-security", "max-age=31536000; includeSubDomains");
      const path = pathOf(request);
      if (isApi(path) && !development && !needsNext(path)) return to.lane(request, response);
      if (!isApi(path) && !path.startsWith("/_next/")) dressPage(request, response, development);
      to.next(request, response);
    },
    onUpgrade(request, socket, head) {
      const path = pathOf(request);
      if (path === "/ws") return to.upgradeLive(request, socket, head);
      if (path.startsWith("/_next/") && to.upgradeNext) return to.upgradeNext(request, socket, head);
      socket.destroy();
    },
  };
}
