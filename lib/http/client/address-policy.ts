/**
 * Which addresses may be called (the guard against server-side request forgery): public ones on ordinary
 * ports, and what an administrator opened with OUTBOUND_ALLOW.
 */
import ipaddr from "ipaddr.js";
import { type Address, type AddressRange, isInRange, parseRange } from "@/lib/platform/address-range";
import { outboundErrors } from "./errors";

export interface AddressPolicy {
  /** Refuses a URL by what it says: scheme, credentials, port, host name, address literal in any notation. */
  assertUrl(url: URL): void;
  /** Refuses an address that `host` resolved to. */
  assertResolved(host: string, address: string, port: number): void;
}

interface AllowEntry {
  readonly host?: string;
  readonly range?: AddressRange;
  readonly port?: number;
}

const globalUnicastV6 = ipaddr.parseCIDR("2000::/3");

/** Ports below 1024 are refused except the web's; above, those of databases and control planes. */
const refusedHighPorts = new Set([
  1433, 1521, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 4369, 5432, 5433, 5672, 5900, 5984, 6379, 6443, 7000,
  7001, 9042, 9092, 9200, 9300, 10250, 11211, 26379, 27017,
]);

const refusedNames =
  /^(localhost|.*\.(localhost|local|localdomain|internal|intranet|lan|home|svc|cluster|arpa))$/;

function refuse(detail: string): never {
  throw outboundErrors.endpoint_not_allowed({ detail });
}

/** The host as it is compared: lower case, no brackets, no dot at the end. */
function plainHost(url: URL): string {
  return url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
}

/** The port a URL leads to. */
export function portOf(url: URL): number {
  if (url.port) return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

function isPublic(address: Address): boolean {
  if (address.range() !== "unicast") return false;
  return address instanceof ipaddr.IPv4 || address.match(globalUnicastV6);
}

function isOrdinaryPort(port: number): boolean {
  return port === 80 || port === 443 || (port >= 1024 && !refusedHighPorts.has(port));
}

function parseHost(text: string): Pick<AllowEntry, "host" | "range"> {
  const range = parseRange(text);
  return range ? { range } : { host: text.toLowerCase().replace(/\.$/, "") };
}

function refuseOddPort(port: number): void {
  if (isOrdinaryPort(port)) return;
  refuse(`Port ${port} is not open for calls. An administrator can open it with OUTBOUND_ALLOW.`);
}

/** Reads host, host:port, address, [v6]:port, CIDR or CIDR:port. */
function parseEntry(text: string): AllowEntry {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(text);
  const ported = bracketed ?? (ipaddr.IPv6.isValid(text) ? null : /^([^:]+|.+\/\d+):(\d+)$/.exec(text));
  if (!ported?.[1]) return parseHost(text);
  return { ...parseHost(ported[1]), port: ported[2] ? Number(ported[2]) : undefined };
}

/**
 * The policy that refuses everything private, special or unusual except what `allow` names: hosts, addresses
 * or CIDR ranges, each with an optional port.
 */
export function addressPolicy(allow: readonly string[]): AddressPolicy {
  const entries = allow.map(parseEntry);
  const opens = (port: number, matches: (entry: AllowEntry) => boolean) =>
    entries.some((entry) => (entry.port === undefined || entry.port === port) && matches(entry));
  const opensHost = (host: string, port: number) => opens(port, (entry) => entry.host === host);
  const opensAddress = (address: Address, port: number) =>
    opens(port, (entry) => entry.range !== undefined && isInRange(address, entry.range));

  const assertAddress = (address: Address, port: number) => {
    if (opensAddress(address, port)) return;
    if (!isPublic(address))
      refuse("It leads into a private or special network. An administrator can open it with OUTBOUND_ALLOW.");
    refuseOddPort(port);
  };

  const assertName = (host: string, port: number) => {
    if (!host.includes(".") || refusedNames.test(host)) {
      refuse("It names a machine inside a network. An administrator can open it with OUTBOUND_ALLOW.");
    }
    refuseOddPort(port);
  };

  return {
    assertUrl(url) {
      if (url.protocol !== "https:" && url.protocol !== "http:")
        refuse("Write an address that starts with https://.");
      if (url.username || url.password) refuse("Leave user name and password out of the address.");
      const host = plainHost(url);
      const port = portOf(url);
      if (opensHost(host, port)) return;
      if (ipaddr.isValid(host)) assertAddress(ipaddr.process(host), port);
      else assertName(host, port);
    },
    assertResolved(host, address, port) {
      if (opensHost(host.toLowerCase().replace(/\.$/, ""), port)) return;
      assertAddress(ipaddr.process(address), port);
    },
  };
}
