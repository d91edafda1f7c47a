/**
 * Which process an id means. Systems give an id again to another program, after a reboot or in a container that
 * starts anew, so an id alone names nobody; with the moment its process began it does.
 * Plain JavaScript, because the bootstrap uses it before any package is there.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** What /proc/<id>/stat says after the program's name: proc_pid_stat(5), from field 3 on. @param {number} pid */
function statOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

/** True while a process of that id runs; one that ended and waits to be collected does not. @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
  try {
    return statOf(pid)[0] !== "Z";
  } catch {
    return true;
  }
}

/** Clock ticks since the boot that has this id. @param {number} pid */
function beginOnLinux(pid) {
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${boot} ${statOf(pid)[22 - 3]}`;
}

/** @param {number} pid */
function beginByPs(pid) {
  return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], {
    env: { PATH: process.env.PATH, LC_ALL: "C" },
    stdio: ["ignore", "pipe", "ignore"],
  })
    .toString()
    .trim();
}

/**
 * The moment a process began, as text that no other process of the same id has ever had. Undefined where the system
 * does not tell (Windows, or a /proc that hides other people's processes).
 * @param {number} pid
 * @returns {string | undefined}
 */
export function beginOf(pid) {
  try {
    return existsSync("/proc/self/stat") ? beginOnLinux(pid) : beginByPs(pid);
  } catch {
    return undefined;
  }
}
