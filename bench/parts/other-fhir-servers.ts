/** FHIR servers to compare ours with: what people build on under Node, and the least that a hand-made one can do. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { isOk } from "@medplum/core";
import { FhirRouter, type HttpMethod, MemoryRepository } from "@medplum/fhir-router";
import { Pool } from "pg";
import { z } from "zod";
import { indexDefinitions, medplumProblems } from "@/lib/fhir/testing/medplum";
import { newId } from "@/lib/platform/ids";
import { indexSearchParameters } from "@/sandbox/fhir/search-index";

export interface OtherServer {
  /** Where its resources are, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

type Answer = readonly [status: number, body: unknown];

async function serve(answer: (method: HttpMethod, address: URL, body: unknown) => Promise<Answer>) {
  const methodSchema = z.enum(["GET", "POST"]);
  const server = createServer(
    getRequestListener(async (request) => {
      const text = await request.text();
      const body: unknown = text ? JSON.parse(text) : undefined;
      const [status, reply] = await answer(methodSchema.parse(request.method), new URL(request.url), body);
      return new Response(JSON.stringify(reply), {
        status,
        headers: { "content-type": "application/fhir+json" },
      });
    }),
  );
  // An answer that takes long holds up reading: a connection must not be closed as idle while a question waits on it.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const resourceSchema = z.looseObject({ resourceType: z.string() });

/** Medplum's router over its store in memory, each new resource checked as Medplum's server does: nothing is kept. */
export function serveMedplum(): Promise<OtherServer> {
  indexDefinitions();
  indexSearchParameters();
  const router = new FhirRouter();
  const repository = new MemoryRepository();
  return serve(async (method, address, body) => {
    const resource = resourceSchema.safeParse(body).data;
    const problems = resource && resource.resourceType !== "Bundle" ? medplumProblems(Object(resource)) : [];
    if (problems.length > 0) return [422, problems];
    const url = address.pathname + address.search;
    const request = { method, url, pathname: "", body, params: {}, query: {} };
    const [outcome, found] = await router.handleRequest(request, repository);
    return isOk(outcome) ? [method === "POST" ? 201 : 200, found ?? outcome] : [400, outcome];
  });
}

const identifierSchema = z.string().transform((token) => {
  const [system = "", value = ""] = token.split("|");
  return { identifier: [{ system, value }] };
});

/**
 * A table of JSON with an index over it: kept as durably as ours, and without check, versions, trail, rights or search but by
 * identifier.
 */
export async function serveTable(databaseUrl: string): Promise<OtherServer> {
  const pool = new Pool({ connectionString: databaseUrl, max: 16 });
  await pool.query("create table if not exists bare_resources (id uuid primary key, body jsonb not null)");
  await pool.query(
    "create index if not exists bare_bodies on bare_resources using gin (body jsonb_path_ops)",
  );
  const served = await serve(async (method, { pathname, searchParams }, body) => {
    const [, , id] = pathname.split("/");
    if (method === "POST") {
      const resource = { ...resourceSchema.parse(body), id: newId() };
      await pool.query("insert into bare_resources (id, body) values ($1, $2)", [resource.id, resource]);
      return [201, resource];
    }
    if (id) {
      const { rows } = await pool.query("select body from bare_resources where id = $1", [id]);
      return rows[0] ? [200, rows[0].body] : [404, {}];
    }
    const wanted = identifierSchema.safeParse(searchParams.get("identifier")).data;
    if (!wanted) return [400, {}];
    const { rows } = await pool.query("select body from bare_resources where body @> $1 limit 20", [wanted]);
    return [
      200,
      { resourceType: "Bundle", type: "searchset", entry: rows.map(({ body: resource }) => ({ resource })) },
    ];
  });
  return {
    url: served.url,
    async close() {
      await served.close();
      await pool.end();
    },
  };
}
