import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkBorders } from "./borders";

/** Rule → a file and the import it may not have. */
const forbidden: Record<string, [file: string, target: string]> = {
  "layer-platform": ["lib/platform/ids.ts", "../sync/index"],
  "product-stands-alone": ["lib/sync/index.ts", "@/sandbox/index"],
  "sandbox-stands-alone": ["sandbox/epic.ts", "@/lib/platform/clock"],
  "domains-by-their-doors": ["lib/events/index.ts", "../sync/pull"],
  "vendor-knows-its-protocol-only": ["lib/connectors/quest/index.ts", "../epic/api"],
  "registry-alone-names-vendors": ["lib/sync/push.ts", "../connectors/epic/api"],
  "components-know-shapes": ["components/a.ts", "@/lib/sync/errors"],
  "pure-conversions": ["lib/fhir/patient.ts", "../platform/env"],
  "no-cycles": ["lib/logistics/a.ts", "./b"],
};

let tree: string;

beforeEach(async () => {
  tree = await mkdtemp(path.join(tmpdir(), "borders-"));
  await symlink(path.resolve("node_modules"), path.join(tree, "node_modules"));
  await symlink(path.resolve("tsconfig.json"), path.join(tree, "tsconfig.json"));
});

afterEach(() => rm(tree, { recursive: true }));

async function plant(file: string, target?: string): Promise<void> {
  const full = path.join(tree, file);
  await mkdir(path.dirname(full), { recursive: true });
  await writeFile(full, target ? `import "${target}";\nexport {};\n` : "export {};\n");
}

async function plantLegalTree(): Promise<void> {
  const files = [
    "sync/index",
    "sync/pull",
    "sync/errors",
    "connectors/epic/api",
    "platform/env",
    "platform/clock",
  ];
  for (const name of files) await plant(`lib/${name}.ts`);
  await plant("sandbox/index.ts");
  await plant("lib/logistics/b.ts", "./a");
  await plant("lib/logistics/a.ts", "../sync/index");
}

const check = () => checkBorders(new AbortController().signal, tree);

describe("the border check", () => {
  it("finds every planted import that points the wrong way, and nothing in a tree without them", async () => {
    await plantLegalTree();
    await plant("lib/logistics/b.ts");
    expect(await check()).toMatchObject({ succeeded: true });

    await plantLegalTree();
    for (const [file, target] of Object.values(forbidden)) await plant(file, target);
    const { succeeded, output } = await check();
    expect(succeeded).toBe(false);
    for (const [rule, [file]] of Object.entries(forbidden)) expect(output).toContain(`${rule}: ${file}`);
  });

  it("fails when it reads no module at all", async () => {
    await mkdir(path.join(tree, "lib"));
    expect(await check()).toMatchObject({ succeeded: false });
  });
});
