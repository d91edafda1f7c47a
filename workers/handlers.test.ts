import { globSync } from "node:fs";
import { expect, it } from "vitest";
import { handlers } from "./handlers";

/** The names of the jobs a domain declares: exported values with a name and a queue. */
async function declaredIn(file: string): Promise<string[]> {
  const exports: Record<string, unknown> = await import(/* @vite-ignore */ `../${file}`);
  return Object.values(exports).flatMap((value) =>
    typeof value === "object" && value !== null && "queue" in value && "name" in value
      ? [String(value.name)]
      : [],
  );
}

it("has exactly one handler for each job a domain declares", async () => {
  const declared = await Promise.all(globSync("lib/**/jobs.ts").map(declaredIn));
  const handled = handlers.map((handler) => handler.job.name);
  expect(handled.toSorted()).toEqual(declared.flat().toSorted());
  expect(handled).toContain("queue.sweep");
});
