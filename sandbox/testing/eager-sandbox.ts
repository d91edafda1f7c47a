import { type Sandbox, type SandboxOptions, startSandbox } from "@/sandbox";

/** Vendors that keep nobody waiting: exports are ready at once and may be repeated, unless `options` say otherwise. */
export function startEagerSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return startSandbox({
    patients: 60,
    exportMinIntervalSeconds: 0,
    exportDurationMs: 0,
    exportLinesPerFile: 100,
    ...options,
  });
}
