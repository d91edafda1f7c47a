/**
 * Ends this process when the npm that runs it is gone. A signal that npm cannot pass on (SIGKILL) would leave
 * databases and servers behind. The long-running entries of package.json begin with `exec` for the same reason: the
 * shell that npm starts passes no signal on either, so it makes room for this process.
 */
const pollMs = 500;

/** Sends this process SIGTERM, which its handlers answer as an orderly stop, once its parent has another id. */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, pollMs);
  timer.unref();
}
