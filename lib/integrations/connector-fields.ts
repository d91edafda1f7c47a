/** What a connector's settings form asks, read from its config schema. */
import { z } from "zod";
import type { Connector } from "@/lib/connectors/contract";
import type { ConnectorField } from "./schema";

/** The part of JSON Schema that the declaration of a config uses; `secret` is the mark of `secretField()`. */
const configSchema = z.object({
  properties: z
    .record(
      z.string(),
      z.object({
        title: z.string().optional(),
        description: z.string().optional(),
        secret: z.boolean().optional(),
      }),
    )
    .default({}),
  required: z.array(z.string()).default([]),
});

export function connectorFields(connector: Connector): ConnectorField[] {
  const { properties, required } = configSchema.parse(z.toJSONSchema(connector.config, { io: "input" }));
  return Object.entries(properties).map(([name, { title, description, secret }]) => ({
    name,
    title: title ?? name,
    description: description ?? null,
    required: required.includes(name),
    secret: secret ?? false,
  }));
}
