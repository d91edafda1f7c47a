/** Who sent a request, when proxies stand between: read from the right, and only as far as proxies are trusted. */
import type { IncomingMessage } from "node:http";
import { type AddressRange, isInRange, parseAddress } from "@/lib/platform/address-range";

/** An entry of X-Forwarded-For without the port that some balancers add: 192.0.2.1:443, [2001:db8::1]:443. */
function withoutPort(entry: string): string {
  return entry.replace(/^\[(.+)\](?::\d+)?$/, "$1").replace(/^([\d.]+):\d+$/, "$1");
}

/** Entries of X-Forwarded-For, the nearest hop first. */
function forwardedFor({ headers }: IncomingMessage): string[] {
  const text = [headers["x-forwarded-for"] ?? []].flat().join(",");
  return text.split(",").reverse();
}

/**
 * The address of the client. Each trusted proxy vouches for the one entry it added, so reading stops at the
 * first address that is not one of them: what stands further left was written by the client itself. The
 * header Forwarded (RFC 7239) is not read, because a proxy that writes one of the two lets the other through.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: readonly AddressRange[]): string {
  let address = parseAddress(request.socket.remoteAddress ?? "");
  if (!address) return "unknown";
  for (const entry of forwardedFor(request)) {
    const hop = address;
    if (!trustedProxies.some((range) => isInRange(hop, range))) break;
    const next = parseAddress(withoutPort(entry.trim()));
    if (!next) break;
    address = next;
  }
  return address.toString();
}
