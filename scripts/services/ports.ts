import { createServer } from "node:net";
import { SetupError } from "./setup-error";

/** Listens for a moment on loopback; answers the port it got. 0 takes any free one. */
function probe(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}

/** `preferred` when it is free, else any free port. Another process may take it before it is used: try again then. */
export async function freePort(preferred = 0): Promise<number> {
  return probe(preferred).catch(() => probe(0));
}

/** Refuses a port that another program listens on, or that this user may not take. */
export async function assertPortFree(port: number): Promise<void> {
  await probe(port).catch(async (error: NodeJS.ErrnoException) => {
    const other = await freePort(Math.min(Math.max(port, 3000) + 100, 65_535));
    const remedy =
      error.code === "EACCES"
        ? `Port ${port} is not for this user to listen on. Choose`
        : `Port ${port} is in use. Stop what listens there, or choose`;
    throw new SetupError(`${remedy} another one: npm run demo -- --port ${other}`);
  });
}
