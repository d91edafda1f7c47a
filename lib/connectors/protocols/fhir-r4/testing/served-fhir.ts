/** A FHIR server that answers as a test says, for what the simulated vendors do not do. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import type { Recorder } from "@/lib/connectors/contract";
import { createClient, openNetwork } from "@/lib/http/client";
import { fhirServerErrors } from "../errors";
import { openFhirServer } from "../server";

type Handler = (request: IncomingMessage, response: ServerResponse, base: string) => void;

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Serves until the test ends. */
export async function serve(handler: Handler, recorder?: Recorder) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    handler(request, response, base);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const http = createClient({
    name: "test",
    timeoutMs: 2_000,
    firstDelayMs: 2,
    network: openNetwork({ allow: ["127.0.0.1"] }),
  });
  const fhir = openFhirServer({
    baseUrl: base,
    http,
    session: {
      token: () => Promise.reject(new Error("not asked for")),
      authorized: (call) => call("Bearer secret"),
    },
    recorder,
    explain: ({ issues }) =>
      issues.some(({ code }) => code === "expired") ? fhirServerErrors.page_session_expired() : undefined,
  });
  return { base, fhir, requests };
}

/** A page of a search, as text. */
export function bundle(ids: readonly string[], next?: string, mode = "match") {
  return JSON.stringify({
    resourceType: "Bundle",
    link: next === undefined ? [] : [{ relation: "next", url: next }],
    entry: ids.map((id) => ({ resource: { resourceType: "Observation", id }, search: { mode } })),
  });
}
