/** A client of the simulated Epic for tests. Epic grants what its application has, whatever is asked for. */
import type { SandboxOptions } from "@/sandbox";
import { startVendor, type VendorClient } from "@/sandbox/testing/vendor-client";

export type EpicClient = VendorClient;

export function startEpic(options: SandboxOptions = {}): Promise<EpicClient> {
  return startVendor("epic", "", { patients: 20, ...options });
}
