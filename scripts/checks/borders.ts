/** The import borders of .dependency-cruiser.cjs, applied to a tree. */
import { existsSync } from "node:fs";
import path from "node:path";
import { runTool, type ToolResult } from "../services/tool";

const folders = ["app", "components", "lib", "workers", "sandbox", "scripts", "e2e", "bench", "server.ts"];

/**
 * Fails on a forbidden import, and when no module was read: without a compiler it understands, dependency-cruiser
 * reads none and is content.
 */
export async function checkBorders(signal: AbortSignal, tree = "."): Promise<ToolResult> {
  const present = folders.filter((folder) => existsSync(path.join(tree, folder)));
  const config = path.resolve(".dependency-cruiser.cjs");
  const result = await runTool("dependencyCruiser", ["--config", config, ...present], { signal, cwd: tree });
  const moduleCount = Number(
    /\((\d+) modules|(\d+) modules,/.exec(result.output)?.slice(1).find(Boolean) ?? 0,
  );
  if (moduleCount > 0) return result;
  return { succeeded: false, output: `${result.output}\nNo module was read, so nothing was checked.` };
}
