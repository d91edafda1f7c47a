/** What of package-lock.json stands in node_modules. Node built-ins of version 18 alone. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {boolean} [optional]
 * @property {string | string[]} [os]
 * @property {string | string[]} [cpu]
 * @property {string | string[]} [libc]
 */

/** @param {string} file @returns {Record<string, LockedPackage>} */
function readLockedPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

/** The C library that this Node was made for; only Linux has two. */
function presentLibc() {
  if (process.platform !== "linux") return undefined;
  // Without this a report asks the name service about every connection.
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime ? "glibc" : "musl";
}

/** @param {string | string[] | undefined} wanted @param {() => string | undefined} present */
function allows(wanted, present) {
  return wanted === undefined || [wanted].flat().includes(present());
}

/** True for a package that names a platform, and names this one. @param {LockedPackage} wanted */
function isForThisMachine({ os, cpu, libc }) {
  return (
    os !== undefined &&
    allows(os, () => process.platform) &&
    allows(cpu, () => process.arch) &&
    allows(libc, presentLibc)
  );
}

/** Names the packages that are not there and that this machine could use. @param {string} root */
function missingPackages(root) {
  // npm writes the hidden lock file last, so an interrupted installation has none.
  const installedFile = path.join(root, "node_modules/.package-lock.json");
  const installed = existsSync(installedFile) ? readLockedPackages(installedFile) : {};
  return Object.entries(readLockedPackages(path.join(root, "package-lock.json")))
    .filter(([name, wanted]) => {
      if (name === "" || installed[name]?.version === wanted.version) return false;
      return installed[name] !== undefined || !wanted.optional || isForThisMachine(wanted);
    })
    .map(([name]) => name);
}

/** @param {string} root */
function unavailableFile(root) {
  return path.join(root, "node_modules/.carelane-unavailable.json");
}

/** @param {string} root @returns {string[]} */
function unavailablePackages(root) {
  return existsSync(unavailableFile(root)) ? JSON.parse(readFileSync(unavailableFile(root), "utf8")) : [];
}

/**
 * True when every package of the lock file stands in node_modules, except optional ones of other platforms and those
 * that a whole installation could not bring.
 * @param {string} root
 */
export function isInstalled(root) {
  const unavailable = unavailablePackages(root);
  return missingPackages(root).every((name) => unavailable.includes(name));
}

/** Remembers what the registry at hand does not hold, so that it is not asked for at every start. @param {string} root */
export function acceptInstallation(root) {
  const missing = missingPackages(root);
  if (missing.length > 0) writeFileSync(unavailableFile(root), JSON.stringify(missing));
}
