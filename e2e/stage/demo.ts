/** The running Carelane that the journeys walk through, as its demo.json describes it. */
import { readFileSync } from "node:fs";
import { z } from "zod";

const demoSchema = z.object({
  baseUrl: z.url(),
  sandboxUrl: z.url(),
  mllp: z.object({ host: z.string(), port: z.int() }),
  users: z.array(z.object({ role: z.string(), name: z.string(), email: z.string(), password: z.string() })),
  apiKey: z.string(),
  integrations: z.object({ epic: z.string() }),
});
export type Demo = z.infer<typeof demoSchema>;
export type Person = Demo["users"][number];

/** `npm test` starts a demo of its own and names its file; else the demo that runs in this clone. */
export const demoFile = process.env.CARELANE_DEMO_FILE ?? ".data/demo.json";

export function readDemo(file = demoFile): Demo {
  return demoSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** The demo's person of a role. */
export function personOf(demo: Demo, role: string): Person {
  const person = demo.users.find((user) => user.role === role);
  if (!person) throw new Error(`The demo has nobody who is ${role}.`);
  return person;
}
