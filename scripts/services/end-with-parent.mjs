/**
 * Loaded into every process that a command starts: when the starter is gone, however it ended, the process is asked
 * to end as well, so that no port stays taken. Ordinary shutdowns come as a signal before that.
 */
if (process.channel) {
  process.channel.unref();
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
