/** The simulated Epic with integrations of ours, for tests. */
import type { SandboxOptions } from "@/sandbox";
import { openVendorBench, type VendorBench } from "../../testing/bench";
import { epic } from "..";
import type { EpicConfig } from "../config";

export type EpicBench = VendorBench<EpicConfig>;

export function openEpicBench(options: SandboxOptions = {}): Promise<EpicBench> {
  const paths = { data: "/BulkRequest/", signIn: "/oauth2/token" };
  return openVendorBench(
    { connector: epic, paths, stranger: { clientId: "nobody-knows-this-client" } },
    options,
  );
}
