/** Opens connections to receivers of messages, at addresses that may be called. */
import { once } from "node:events";
import { connect, isIP, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { allowedDial, type Network } from "@/lib/http/client";
import { type CarelaneError, isCarelaneError } from "@/lib/platform/errors";
import { mllpErrors } from "./errors";

export interface ReceiverTls {
  /** Authorities of the receiver's certificate, in PEM; those of the system where there are none. */
  readonly ca?: string;
  /** Certificate and key of ours, in PEM, where the receiver wants to see them. */
  readonly cert?: string;
  readonly key?: string;
  /** The name in the receiver's certificate, where it is not the host's. */
  readonly servername?: string;
}

export interface Receiver {
  readonly host: string;
  readonly port: number;
  readonly tls?: ReceiverTls;
  /** The way out; the process's own where none is given. */
  readonly network?: Network;
}

const firstDelayMs = 100;
const longestDelayMs = 5_000;
const keepAliveAfterMs = 60_000;

/** Marks of OpenSSL and Node for certificates that one side does not take from the other. */
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO|UNKNOWN_CA|HANDSHAKE/;

function codeOf(error: unknown): string {
  // Several addresses were tried; each failed, and the first tells enough.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" ? code : "";
}

/** The error of a handshake that failed; undefined for any other. */
export function trustError(cause: unknown): CarelaneError | undefined {
  if (!untrusted.test(codeOf(cause))) return undefined;
  const detail = "Check the authority, the host name and the validity of the certificates of both sides.";
  return mllpErrors.mllp_not_trusted({ detail, internal: { code: codeOf(cause) }, cause });
}

/** What somebody may mean who takes a connection only to end it. */
export const endsAtOnce = "It ends connections at once: it may want TLS, or let only certain addresses in.";

/** What Node's codes mean for who has to mend it. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "It refuses connections: nothing listens at its port, or a firewall turns Carelane away.",
  ECONNRESET: endsAtOnce,
  ENOTFOUND: "Nobody knows a host of its name.",
  EAI_AGAIN: "Its name could not be looked up.",
  EHOSTUNREACH: "No way leads to its host.",
  ENETUNREACH: "No way leads to its network.",
  ETIMEDOUT: "It does not answer: a firewall may swallow what is sent there.",
  ABORT_ERR: "It does not answer: a firewall may swallow what is sent there.",
};

function typedError(cause: unknown): CarelaneError {
  if (isCarelaneError(cause)) return cause;
  const detail =
    reasons[codeOf(cause)] ?? "Check its host and port, and that it is running and lets Carelane in.";
  return (
    trustError(cause) ?? mllpErrors.mllp_unreachable({ detail, internal: { code: codeOf(cause) }, cause })
  );
}

async function dialOnce({ host, port, tls, network }: Receiver, signal: AbortSignal): Promise<Socket> {
  const address = {
    ...allowedDial(host, port, network),
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: keepAliveAfterMs,
  };
  const servername = tls?.servername ?? (isIP(address.host) ? undefined : address.host);
  const socket = tls
    ? connectTls({ minVersion: "TLSv1.2", ...tls, ...address, servername })
    : connect(address);
  try {
    await once(socket, tls ? "secureConnect" : "connect", { signal });
    return socket;
  } catch (error) {
    // Whatever it still says about a connection that nobody wants.
    socket.on("error", () => undefined);
    socket.destroy();
    throw error;
  }
}

/**
 * A connection to the receiver, tried again after longer and longer waits until the time is up. Throws
 * `mllp_unreachable`, and without another try `mllp_not_trusted` and `endpoint_not_allowed`.
 */
export async function dial(receiver: Receiver, withinMs: number): Promise<Socket> {
  const endsAt = performance.now() + withinMs;
  const signal = AbortSignal.timeout(withinMs);
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
    try {
      return await dialOnce(receiver, signal);
    } catch (error) {
      const failure = typedError(error);
      const isLast = signal.aborted || performance.now() + delayMs >= endsAt;
      if (isLast || failure.kind !== "retryable") throw failure;
    }
    await pause(delayMs, undefined, { signal }).catch(() => undefined);
  }
}
