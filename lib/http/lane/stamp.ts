/** What server.ts writes on a request before anyone reads it, over whatever the client sent under that name. */
import type { IncomingMessage } from "node:http";
import type { AddressRange } from "@/lib/platform/address-range";
import { peerHeader } from "../caller";
import { clientAddress } from "./client-address";

/** Sets a request header for Next, which reads `headers`, and for the lane, which reads `rawHeaders`. */
export function stampHeader(request: IncomingMessage, name: string, value: string): void {
  const { rawHeaders } = request;
  for (let i = rawHeaders.length - 2; i >= 0; i -= 2) {
    if (rawHeaders[i]?.toLowerCase() === name) rawHeaders.splice(i, 2);
  }
  rawHeaders.push(name, value);
  request.headers[name] = value;
}

/** Notes the address that the request comes from, past the proxies that are trusted. */
export function stampPeer(request: IncomingMessage, trustedProxies: readonly AddressRange[]): void {
  stampHeader(request, peerHeader, clientAddress(request, trustedProxies));
}
