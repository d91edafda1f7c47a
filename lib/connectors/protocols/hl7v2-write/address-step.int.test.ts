import { createServer } from "node:http";
import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import { afterEach, beforeAll, expect, it } from "vitest";
import { environmentForTests } from "@/lib/platform/testing/hooks";
import { setEnvironment } from "@/lib/platform/testing/installation";
import { runSteps } from "../connection-steps";
import { addressSteps } from "./address-step";

environmentForTests();
beforeAll(() => setEnvironment({ OUTBOUND_ALLOW: "127.0.0.1", OUTBOUND_TIMEOUT_MS: "2000" }));

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It listens on no port");
  return address.port;
}

const tried = async (hl7Address: string | undefined) => (await runSteps(addressSteps({ hl7Address })))[0];

it("tries nothing where no address is set", async () => {
  expect(await tried(undefined)).toBeUndefined();
});

it("opens an MLLP connection, and sends nothing over it", async () => {
  const heard: Buffer[] = [];
  const port = await portOf(createTcpServer((socket) => socket.on("data", (piece) => heard.push(piece))));
  expect(await tried(`127.0.0.1:${port}`)).toMatchObject({
    ok: true,
    message: expect.stringContaining("MLLP"),
  });
  expect(heard).toEqual([]);
});

it.each([
  ["says that nobody listens", undefined, "refuses connections"],
  ["says that the receiver ends connections", (socket: Socket) => socket.end(), "may want TLS"],
  ["says that the receiver breaks them off", (socket: Socket) => socket.resetAndDestroy(), "may want TLS"],
])("%s", async (_, take, words) => {
  const server = createTcpServer(take);
  const port = await portOf(server);
  if (!take) await new Promise((resolve) => server.close(resolve));
  expect(await tried(`127.0.0.1:${port}`)).toMatchObject({
    ok: false,
    message: expect.stringContaining(words),
  });
});

it.each([
  [405, true, "answers"],
  [404, false, "nothing at its path"],
  [401, false, "sign-in"],
  [503, false, "problem of its own"],
])("asks an HTTP address for its head: %s", async (status, ok, words) => {
  const methods: string[] = [];
  const server = createServer(({ method = "" }, response) => {
    methods.push(method);
    response.writeHead(status).end();
  });
  const check = await tried(`http://127.0.0.1:${await portOf(server)}/hl7`);
  expect(check).toMatchObject({ ok, message: expect.stringContaining(words) });
  expect(new Set(methods)).toEqual(new Set(["HEAD"]));
});
