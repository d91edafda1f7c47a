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
import { answerMessage } from "@/sandbox/hl7/answer-message";
import { type MllpPort, openMllpPort } from "@/sandbox/hl7/mllp-port";
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

/** The vendor with its MLLP port, which a connection form asks for too. */
function atPort(vendor: Vendor, port: number): Vendor {
  const mllp = { host: "127.0.0.1", port };
  const credentials = { ...vendor.address.credentials, hl7Address: `${mllp.host}:${port}` };
  return { ...vendor, address: { ...vendor.address, mllp, credentials } };
}

export async function startSandbox({
  port = 0,
  now = Date.now,
  ...options
}: SandboxOptions = {}): Promise<Sandbox> {
  const settings = { ...settingsSchema.parse(options), now };
  const { server, url } = await listen(port);
  const stage = { faults: new Faults(settings.seed), log: new RequestLog() };
  const ports: MllpPort[] = [];
  const vendors: Vendor[] = [];
  for (const vendor of vendorMakers.map((make) => make(url, settings))) {
    const { id, inbox } = vendor;
    const port = inbox && (await openMllpPort((text) => answerMessage(stage, id, inbox, text)));
    if (port) ports.push(port);
    vendors.push(port ? atPort(vendor, port.port) : vendor);
  }
  serve(server, url, { ...stage, vendors: new Map(vendors.map((vendor) => [vendor.id, vendor])) });
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        for (const vendor of vendors) vendor.close?.();
        for (const port of ports) port.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
