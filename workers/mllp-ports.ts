/** The ports on which senders of HL7 v2 connect, where this worker is the one that holds them. */
import { setTimeout as sleep } from "node:timers/promises";
import { type MllpServer, type MllpServerOptions, startMllpServer } from "@/lib/hl7/mllp";
import { noteAnswered, noteGathered, takeFrame } from "@/lib/messages";
import { type Environment, env } from "@/lib/platform/env";
import { createLogger } from "@/lib/platform/logger";

const log = createLogger("mllp");
const retryMs = 5_000;

interface Told {
  readonly organizationId: string;
  readonly messageId: string;
}

/** Frames are stored as messages, and answered with what was stored for them. */
function intake(): Pick<MllpServerOptions, "take" | "onAnswered" | "onTrouble" | "onRefused"> {
  const told = new WeakMap<Buffer, Told>();
  return {
    take: async (frame, { address, certificate }) => {
      const fingerprint = certificate?.fingerprint256.replaceAll(":", "").toLowerCase();
      const taken = await takeFrame(frame, { address, certificate: fingerprint });
      const { organizationId, messageId, answer } = taken;
      if (answer && organizationId && messageId) told.set(answer, { organizationId, messageId });
      return answer;
    },
    onAnswered: (answer, isSent) => {
      const message = told.get(answer);
      if (message) noteAnswered({ ...message, isSent });
    },
    onTrouble: (code, { address }, error) =>
      log.warn("A connection of a sender went wrong", { code, address, error }),
    onRefused: (reason, address) => log.warn("A sender could not connect", { reason, address }),
  };
}

function ports(settings: Environment): Pick<MllpServerOptions, "port" | "tls">[] {
  const { MLLP_PORT, MLLP_TLS_PORT, MLLP_TLS_CERT, MLLP_TLS_KEY, MLLP_TLS_CA, MLLP_TLS_CLIENTS } = settings;
  if (MLLP_TLS_PORT === undefined || !MLLP_TLS_CERT || !MLLP_TLS_KEY) return [{ port: MLLP_PORT }];
  const tls = {
    cert: MLLP_TLS_CERT,
    key: MLLP_TLS_KEY,
    ca: MLLP_TLS_CA,
    clientCertificates: MLLP_TLS_CLIENTS,
  };
  return [{ port: MLLP_PORT }, { port: MLLP_TLS_PORT, tls }];
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}

/** Opens a port, and waits for one that another worker holds: when that one ends, this one takes over. */
async function hold(options: MllpServerOptions, signal: AbortSignal): Promise<MllpServer | undefined> {
  for (let isTold = false; !signal.aborted; ) {
    try {
      const server = await startMllpServer(options);
      log.info("Senders of HL7 v2 may connect", { port: server.port, tls: options.tls !== undefined });
      return server;
    } catch (error) {
      if (!isTaken(error)) throw error;
      if (!isTold) log.info("Another process holds the MLLP port; this one waits", { port: options.port });
      isTold = true;
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return undefined;
}

/** Opens the MLLP ports of the environment; answers how to close them. */
export function openPorts(refuse: (error: unknown) => void): { close(withinMs: number): Promise<void> } {
  const settings = env();
  const ending = new AbortController();
  const servers = ports(settings).map((port) => {
    const server = hold({ host: settings.MLLP_HOST, ...port, ...intake() }, ending.signal);
    server.catch(refuse);
    return server;
  });
  return {
    async close(withinMs) {
      ending.abort();
      await Promise.allSettled(servers.map(async (server) => (await server)?.close(withinMs)));
      await noteGathered();
    },
  };
}
