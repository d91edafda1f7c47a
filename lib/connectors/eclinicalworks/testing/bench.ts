/** The simulated eClinicalWorks with integrations of ours, for tests. */
import type { SandboxOptions } from "@/sandbox";
import { openVendorBench, type VendorBench } from "../../testing/bench";
import { eclinicalworks } from "..";
import type { EclinicalworksConfig } from "../config";

export type EclinicalworksBench = VendorBench<EclinicalworksConfig>;

export function openEclinicalworksBench(options: SandboxOptions = {}): Promise<EclinicalworksBench> {
  const paths = { data: "/$export-poll-location/", signIn: "/oauth/oauth2/token" };
  return openVendorBench(
    { connector: eclinicalworks, paths, stranger: { clientId: "nobody-knows-this-client" } },
    options,
  );
}
