/** The simulated athenahealth with integrations of ours, for tests. */
import type { SandboxOptions } from "@/sandbox";
import { openVendorBench, type VendorBench } from "../../testing/bench";
import { athenahealth } from "..";
import type { AthenahealthConfig } from "../config";

export type AthenahealthBench = VendorBench<AthenahealthConfig>;

export function openAthenahealthBench(options: SandboxOptions = {}): Promise<AthenahealthBench> {
  const paths = { data: "/bulk-status/", signIn: "/oauth2/v1/token" };
  return openVendorBench(
    { connector: athenahealth, paths, stranger: { clientId: "nobody-knows-this-client" } },
    options,
  );
}
