import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { type AddressInfo, connect, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { allowedDial, assertAddressAllowed, openNetwork } from "./network";
import { coded, open, serve } from "./testing/vendor";

describe("addresses", () => {
  it("takes no credential to another origin", async () => {
    let seen: IncomingMessage["headers"] = {};
    const other = await serve((request, response) => {
      seen = request.headers;
      response.end();
    });
    const vendor = await serve((_request, response) =>
      response.writeHead(302, { location: other.url }).end(),
    );
    const headers = { authorization: "Bearer x", cookie: "s=1", "x-api-key": "k", accept: "text/plain" };
    await open().request({ url: vendor.url, headers });
    expect(seen).toMatchObject({ accept: "text/plain" });
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(["authorization"]));
    expect(seen.cookie ?? seen["x-api-key"]).toBeUndefined();
  });

  it("keeps credentials on a redirect within the origin", async () => {
    let seen: string | undefined;
    const vendor = await serve((request, response) => {
      if (request.url === "/") return response.writeHead(307, { location: "/there" }).end();
      seen = request.headers.authorization;
      response.end();
    });
    await open().request({ url: vendor.url, headers: { authorization: "Bearer x" } });
    expect(seen).toBe("Bearer x");
  });

  it("leaves them behind within the origin too where the redirect leads to a signed address", async () => {
    let seen: unknown;
    const vendor = await serve((request, response) => {
      if (request.url === "/") return response.writeHead(307, { location: "/there?signature=x" }).end();
      seen = [request.url, request.headers.authorization];
      response.end();
    });
    const headers = { authorization: "Bearer x" };
    await Array.fromAsync((await open().stream({ url: vendor.url, headers, redirectsBare: true })).body);
    expect(seen).toEqual(["/there?signature=x", undefined]);
  });

  it.each([301, 302, 303, 307, 308])("dials no refused address that a %d leads to", async (status) => {
    const inside = await serve((_request, response) => response.end());
    const vendor = await serve((_request, response) =>
      response.writeHead(status, { location: inside.url }).end(),
    );
    const client = open({}, [`127.0.0.1:${vendor.port}`]);
    await expect(client.request({ url: vendor.url })).rejects.toThrow(coded("endpoint_not_allowed"));
    expect(inside.calls()).toBe(0);
  });

  it("ends a circle of redirects", async () => {
    const vendor = await serve((_request, response) => response.writeHead(302, { location: "/" }).end());
    await expect(open().request({ url: vendor.url })).rejects.toThrow(coded("vendor_refused"));
    expect(vendor.calls()).toBeLessThan(8);
  });

  it.each([
    [["127.0.0.1"]],
    [["8.8.8.8", "127.0.0.1"]],
    [["::1"]],
    [["::ffff:127.0.0.1"]],
    [["169.254.169.254"]],
  ])("dials no name that resolves to %j", async (addresses) => {
    const inside = await serve((_request, response) => response.end());
    const client = open({}, [], async () => addresses);
    const url = `http://ehr.example.org:${inside.port}/`;
    await expect(client.request({ url })).rejects.toThrow(coded("endpoint_not_allowed"));
    expect(inside.calls()).toBe(0);
  });

  it("connects to the address it checked, not to one that the name changes to", async () => {
    const inside = await serve((_request, response) => response.end());
    const resolved: string[] = [];
    const client = open({ retries: 0 }, [`10.0.0.1:${inside.port}`], async () => {
      resolved.push("asked");
      return resolved.length === 1 ? ["127.0.0.1"] : ["10.0.0.1"];
    });
    await expect(client.request({ url: `http://ehr.example.org:${inside.port}/` })).rejects.toThrow();
    expect(resolved).toEqual(["asked"]);
    expect(inside.calls()).toBe(0);
  });
});

it("offers HTTP/1.1 alone, so that a broken connection ends one call", async () => {
  const hello = Promise.withResolvers<Buffer>();
  const vendor = createServer((socket) =>
    socket.once("data", (bytes) => {
      hello.resolve(bytes);
      socket.destroy();
    }),
  );
  await new Promise<void>((resolve) => vendor.listen(0, "127.0.0.1", resolve));
  const { port } = vendor.address() as AddressInfo;
  await expect(open({ retries: 0 }).request({ url: `https://127.0.0.1:${port}` })).rejects.toThrow();
  // The protocols a client can speak stand unencrypted in its first message (RFC 7301).
  expect((await hello.promise).includes("http/1.1")).toBe(true);
  expect((await hello.promise).includes("\x02h2")).toBe(false);
  vendor.close();
});

describe("a bare socket", () => {
  const network = openNetwork({ allow: ["10.1.0.0/16:2575"], resolve: async () => ["10.0.0.1"] });

  it.each([
    ["8.8.8.8", 2575, "8.8.8.8"],
    ["10.1.2.3", 2575, "10.1.2.3"],
    ["2606:4700::1111", 2575, "2606:4700::1111"],
    ["EHR.example.org", 2575, "ehr.example.org"],
  ])("may be opened to %s:%d", (host, port, dialed) => {
    expect(allowedDial(host, port, network)).toMatchObject({ host: dialed, port });
  });

  it.each([
    ["10.1.2.3", 2576],
    ["127.0.0.1", 2575],
    ["0x7f.1", 2575],
    ["::1", 2575],
    ["localhost", 2575],
    ["8.8.8.8", 22],
    ["8.8.8.8/x", 2575],
    ["8.8.8.8:80", 2575],
    ["a@8.8.8.8", 2575],
    ["", 2575],
  ])("may not be opened to %j:%d", (host, port) => {
    expect(() => allowedDial(host, port, network)).toThrow(coded("endpoint_not_allowed"));
  });

  it("may not be opened to what a name resolves to, where that is refused", async () => {
    const socket = connect(allowedDial("ehr.example.org", 2575, network));
    await expect(once(socket, "connect")).rejects.toThrow(coded("endpoint_not_allowed"));
  });
});

describe("assertAddressAllowed", () => {
  const check = (text: string, addresses: string[] | Error) =>
    assertAddressAllowed(
      text,
      openNetwork({
        allow: [],
        resolve: async () => {
          if (addresses instanceof Error) throw addresses;
          return addresses;
        },
      }),
    );

  it("takes a public name, and one that does not resolve at the moment", async () => {
    await expect(check("https://ehr.example.org/R4", ["8.8.8.8"])).resolves.toBeUndefined();
    await expect(check("https://ehr.example.org/R4", new Error("ENOTFOUND"))).resolves.toBeUndefined();
  });

  it.each([
    ["https://ehr.example.org", ["10.0.0.1"]],
    ["https://ehr.example.org", ["8.8.8.8", "127.0.0.1"]],
    ["http://[::1]/", []],
    ["not an address", []],
    ["", []],
  ])("refuses %j resolving to %j", async (text, addresses) => {
    await expect(check(text, addresses)).rejects.toThrow(coded("endpoint_not_allowed", { status: 422 }));
  });
});
