/**
 * The way out: a connection pool whose dialer checks each address at the moment it connects, and connects to
 * the very address it checked, so that a name that changes its mind in between (DNS rebinding) gains nothing.
 */
import { lookup as systemLookup } from "node:dns";
import { isIP, isIPv6, type LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { shared } from "@/lib/platform/container";
import { env } from "@/lib/platform/env";
import { isCarelaneError } from "@/lib/platform/errors";
import { type AddressPolicy, addressPolicy, portOf } from "./address-policy";
import { outboundErrors } from "./errors";

/** Every address of a name, in the order to try them. */
export type Resolve = (host: string) => Promise<string[]>;

export interface Network {
  readonly agent: Agent;
  readonly policy: AddressPolicy;
  readonly resolve: Resolve;
}

interface NetworkOptions {
  /** Hosts, addresses or CIDR ranges, each with an optional port, that are open although not public. */
  readonly allow: readonly string[];
  readonly resolve?: Resolve;
}

const connectTimeoutMs = 10_000;

/** HTTP/1.1 alone: where all calls share one HTTP/2 connection, its end would be the end of all of them. */
const allowH2 = false;

function resolveBySystem(host: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, found) => {
      if (error) reject(error);
      else resolve(found.map(({ address }) => address));
    });
  });
}

/** A look-up that answers only addresses that passed; one refused address refuses the name. */
function guardedLookup(policy: AddressPolicy, resolve: Resolve, port: number): LookupFunction {
  return (host, options, answer) => {
    resolve(host)
      .then((addresses) => {
        for (const address of addresses) policy.assertResolved(host, address, port);
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        const [first] = found;
        if (options.all) answer(null, found);
        else if (first) answer(null, first.address, first.family);
        else throw Object.assign(new Error("The name has no address"), { code: "ENOTFOUND" });
      })
      .catch((error: NodeJS.ErrnoException) => answer(error, []));
  };
}

function guardedConnector(policy: AddressPolicy, resolve: Resolve): buildConnector.connector {
  const byPort = new Map<number, buildConnector.connector>();
  return (options, answer) => {
    const url = new URL(`${options.protocol}//${options.host ?? options.hostname}`);
    const port = portOf(url);
    try {
      // A look-up is not asked for address literals, so they are checked here.
      policy.assertUrl(url);
    } catch (error) {
      answer(error instanceof Error ? error : new Error("refused"), null);
      return;
    }
    let connect = byPort.get(port);
    if (!connect) {
      const lookup = guardedLookup(policy, resolve, port);
      connect = buildConnector({ timeout: connectTimeoutMs, allowH2, lookup });
      byPort.set(port, connect);
    }
    connect(options, answer);
  };
}

/** Opens a way out with its own rules and its own connections. */
export function openNetwork(options: NetworkOptions): Network {
  const policy = addressPolicy(options.allow);
  const resolve = options.resolve ?? resolveBySystem;
  const agent = new Agent({
    connect: guardedConnector(policy, resolve),
    allowH2,
    keepAliveTimeout: 20_000,
    pipelining: 1,
    maxHeaderSize: 65_536,
  });
  return { agent, policy, resolve };
}

/** The process's way out, opened as far as OUTBOUND_ALLOW says. */
export function defaultNetwork(): Network {
  return shared("outbound.network", () => openNetwork({ allow: env().OUTBOUND_ALLOW }));
}

/** Reads an address that someone typed. Throws `endpoint_not_allowed` when it is none or not to be called. */
export function parseAllowedUrl(text: string, network: Network = defaultNetwork()): URL {
  const url = URL.parse(text);
  if (!url)
    throw outboundErrors.endpoint_not_allowed({
      detail: "Write a whole address, such as https://ehr.example.org.",
    });
  network.policy.assertUrl(url);
  return url;
}

/** Where a bare socket may be opened to, as `net.connect` and `tls.connect` take it. */
interface AllowedDial {
  readonly host: string;
  readonly port: number;
  readonly lookup: LookupFunction;
}

/**
 * The way to a host and port that no URL names, under the same rules: what they say is checked now, and what a name
 * resolves to when the socket asks. Throws `endpoint_not_allowed`.
 */
export function allowedDial(host: string, port: number, network: Network = defaultNetwork()): AllowedDial {
  const url = URL.parse(`http://${isIPv6(host) ? `[${host}]` : host}:${port}`);
  if (url?.pathname !== "/" || portOf(url) !== port) {
    throw outboundErrors.endpoint_not_allowed({ detail: "Write a host name or an IP address, and a port." });
  }
  network.policy.assertUrl(url);
  const lookup = guardedLookup(network.policy, network.resolve, port);
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port, lookup };
}

/**
 * Checks an address before it is saved: what it says and what it resolves to now. A name that does not resolve
 * at the moment passes; every connection checks again. Throws `endpoint_not_allowed`.
 */
export async function assertAddressAllowed(text: string, network: Network = defaultNetwork()): Promise<void> {
  const url = parseAllowedUrl(text, network);
  if (isIP(url.hostname.replace(/^\[|\]$/g, ""))) return;
  try {
    for (const address of await network.resolve(url.hostname)) {
      network.policy.assertResolved(url.hostname, address, portOf(url));
    }
  } catch (error) {
    if (isCarelaneError(error)) throw error;
  }
}
