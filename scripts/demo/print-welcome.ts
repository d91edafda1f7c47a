import { readFile } from "node:fs/promises";
import { z } from "zod";

const demoSchema = z.object({
  baseUrl: z.string(),
  sandboxUrl: z.string(),
  mllp: z.object({ host: z.string(), port: z.number() }),
  users: z.array(z.object({ role: z.string(), email: z.string(), password: z.string() })),
  apiKey: z.string(),
});

/** Prints where to look, how to sign in and what is going on. */
export async function printWelcome(demoFile: string): Promise<void> {
  const demo = demoSchema.parse(JSON.parse(await readFile(demoFile, "utf8")));
  const logins = demo.users.map(
    ({ role, email, password }) => `  ${role.padEnd(13)} ${email.padEnd(32)} ${password}`,
  );
  console.log(
    [
      "",
      `Carelane is ready: ${demo.baseUrl}`,
      "",
      "Sign in as",
      ...logins,
      "",
      `API key (every permission): ${demo.apiKey}`,
      `Simulated vendors: ${demo.sandboxUrl}/_vendors`,
      `HL7 v2 (MLLP): ${demo.mllp.host}:${demo.mllp.port}`,
      `All of this as JSON: ${demoFile}`,
      "",
      `A first sync of the simulated Epic's patients is under way: ${demo.baseUrl}/sync`,
      "Ctrl-C stops everything; the data stays.",
      "",
    ].join("\n"),
  );
}
