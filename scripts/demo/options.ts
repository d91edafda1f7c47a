import { parseArgs } from "node:util";
import { z } from "zod";
import { SetupError } from "../services/setup-error";

const optionsSchema = z.object({
  port: z.coerce.number().int().min(1).max(65_535),
  data: z.string().min(1),
});

/**
 * `--port N` and `--data DIR`. npm keeps them to itself when they come without the `--` before them, and then passes
 * them on as npm_config_port and npm_config_data.
 */
export function demoOptions(): { port: number; dataFolder: string } {
  const { values } = parseArgs({ options: { port: { type: "string" }, data: { type: "string" } } });
  const { npm_config_port, npm_config_data, PORT } = process.env;
  const parsed = optionsSchema.safeParse({
    port: values.port ?? npm_config_port ?? PORT ?? 3000,
    data: values.data ?? npm_config_data ?? ".data",
  });
  if (!parsed.success)
    throw new SetupError("Use --port with a number up to 65535, and --data with a folder.");
  return { port: parsed.data.port, dataFolder: parsed.data.data };
}
