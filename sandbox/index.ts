/** Simulated vendors on loopback, for demo, tests and benchmarks. The product never imports this folder. */
import type { z } from "zod";
import { athenahealth } from "@/sandbox/athenahealth";
import { cerner } from "@/sandbox/cerner";
import { eclinicalworks } from "@/sandbox/eclinicalworks";
import { epic } from "@/sandbox/epic";
import { fhirServer } from "@/sandbox/fhir-r4";
import { Faults } from "@/sandbox/framework/faults";
import { RequestLog } from "@/sandbox/framework/request-log";
import { listen, serve } from "@/sandbox/framework/server";
import { type SandboxSettings, settingsSchema } from "@/sandbox/framework/settings";
import type { Vendor } from "@/sandbox/framework/vendor";
import { meditech } from "@/sandbox/meditech";
import { nextgen, nextgenOffice } from "@/sandbox/nextgen";
import { veradigm } from "@/sandbox/veradigm";

/** Every vendor there is: a new one is a folder and a line here. */
const vendorMakers: ((origin: string, settings: SandboxSettings) => Vendor)[] = [
  epic,
  cerner,
  athenahealth,
  eclinicalworks,
  meditech,
  veradigm,
  nextgen,
  nextgenOffice,
  fhirServer,
];

export type SandboxOptions = z.input<typeof settingsSchema> & {
  /** A free one when left out or 0. */
  port?: number;
  now?: () => number;
};

export interface Sandbox {
  url: string;
  /** Closes the port and every connection. */
  close(): Promise<void>;
}

export async function startSandbox({
  port = 0,
  now = Date.now,
  ...options
}: SandboxOptions = {}): Promise<Sandbox> {
  const settings = { ...settingsSchema.parse(options), now };
  const { server, url } = await listen(port);
  const vendors = vendorMakers.map((make) => make(url, settings));
  serve(server, url, {
    vendors: new Map(vendors.map((vendor) => [vendor.id, vendor])),
    faults: new Faults(settings.seed),
    log: new RequestLog(),
  });
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        for (const vendor of vendors) vendor.close?.();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
