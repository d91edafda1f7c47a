/** The environment of web, worker and seed when a command runs them from a data folder. */
import path from "node:path";
import type { DataFolder } from "../services/data-folder";
import type { Services } from "../services/open-services";

interface ProductSettings {
  readonly folder: DataFolder;
  readonly services: Services;
  readonly baseUrl: string;
  readonly mode: "development" | "production";
  /** Where senders of HL7 v2 connect. */
  readonly mllpPort: number;
}

/** What the caller has set stays; the data folder supplies the rest. */
export function productEnvironment({
  folder,
  services,
  baseUrl,
  mode,
  mllpPort,
}: ProductSettings): NodeJS.ProcessEnv {
  return {
    NEXTAUTH_SECRET: folder.secrets.nextAuthSecret,
    CARELANE_KEYS: folder.secrets.keys,
    SPOOL_DIR: path.join(folder.path, "spool"),
    // The simulated vendors answer on loopback, which outbound calls may not reach otherwise.
    OUTBOUND_ALLOW: "127.0.0.1",
    LOG_LEVEL: "warn",
    ...process.env,
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    NEXTAUTH_URL: baseUrl,
    PORT: new URL(baseUrl).port,
    MLLP_PORT: String(mllpPort),
    CARELANE_DEMO: "true",
    CARELANE_DEMO_FILE: path.join(folder.path, "demo.json"),
    NEXT_TELEMETRY_DISABLED: "1",
    NODE_ENV: mode,
  };
}
