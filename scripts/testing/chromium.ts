/** A browser for the journeys: the system's Chromium, Debian's package, or the one Playwright downloads. */
import { findProgram, installSystemPackage } from "../services/system-package";
import { runTool } from "../services/tool";

function find(): string | undefined {
  return findProgram("chromium", "chromium-browser", "google-chrome");
}

/** Path of a Chromium; undefined when Playwright brings its own. */
export async function chromiumPath(signal: AbortSignal): Promise<string | undefined> {
  const present = find();
  if (present) return present;
  const installed = await installSystemPackage({ debian: "chromium" }).catch(() => false);
  if (installed) return find();
  console.log("Downloading a browser for the journeys …");
  await runTool("playwright", ["install", "chromium"], { signal, show: true });
  return undefined;
}
