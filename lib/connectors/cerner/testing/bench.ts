/** The simulated Oracle Health with integrations of ours, for tests. */
import type { SandboxOptions } from "@/sandbox";
import { openVendorBench, type VendorBench } from "../../testing/bench";
import { cerner } from "..";
import type { CernerConfig } from "../config";

export type CernerBench = VendorBench<CernerConfig>;

export function openCernerBench(options: SandboxOptions = {}): Promise<CernerBench> {
  const paths = { data: "/export-store/", signIn: "/smart-v1/token" };
  return openVendorBench(
    { connector: cerner, paths, stranger: { clientSecret: "no-secret-of-this-account" } },
    options,
  );
}
