import { expect, it } from "vitest";
import { z } from "zod";
import { list, route } from "@/lib/http";
import { openApiDocument } from "@/lib/http/openapi/document";
import { describeReference } from "./describe-reference";

const thing = z.object({ id: z.string(), at: z.iso.datetime().nullable() }).meta({ id: "Thing" });

const document = openApiDocument(
  [
    {
      method: "GET",
      template: "/api/things/[id]",
      handler: route({
        allow: "sync:read",
        tag: "Things",
        summary: "List things",
        params: z.object({ id: z.guid() }),
        query: z.object({ mode: z.enum(["FULL", "PART"]).default("FULL").describe("How much") }),
        returns: list(thing),
        run: () => ({ data: [], nextCursor: null }),
      }),
    },
  ],
  { version: "1", serverUrl: "http://localhost" },
);

it("shows parameters with their type, need and default, and where a type is explained", () => {
  const { operations, schemas } = describeReference(document);
  const [operation] = operations;
  expect(operation).toMatchObject({ method: "GET", path: "/api/things/{id}", permission: "sync:read" });
  expect(operation?.parameters).toEqual([
    expect.objectContaining({ name: "id", required: true }),
    expect.objectContaining({
      name: "mode",
      type: '"FULL" | "PART"',
      required: false,
      note: 'How much; "FULL" unless told',
    }),
    expect.objectContaining({ name: "format" }),
  ]);
  const good = operation?.answers.find(({ status }) => status === "200");
  expect(good?.fields[0]).toMatchObject({ name: "data", type: "Thing[]", schema: "Thing" });
  expect(schemas.find(({ name }) => name === "Thing")?.fields[1]?.type).toBe("string (date-time) | null");
});
