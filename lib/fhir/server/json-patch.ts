/** JSON Patch (RFC 6902). Pure: what it is given stays as it is. */
import { z } from "zod";
import { canonicalJson } from "@/lib/fhir";
import { facadeErrors } from "./errors";

const pointer = z.string().regex(/^(\/([^~]|~[01])*)*$/);

const operation = z.discriminatedUnion("op", [
  z.object({ op: z.literal("add"), path: pointer, value: z.unknown() }),
  z.object({ op: z.literal("replace"), path: pointer, value: z.unknown() }),
  z.object({ op: z.literal("test"), path: pointer, value: z.unknown() }),
  z.object({ op: z.literal("remove"), path: pointer }),
  z.object({ op: z.literal("move"), path: pointer, from: pointer }),
  z.object({ op: z.literal("copy"), path: pointer, from: pointer }),
]);
type Operation = z.output<typeof operation>;

const needsValue = new Set(["add", "replace", "test"]);
const patchSchema = z
  .array(operation)
  .max(1_000)
  .refine((operations) =>
    operations.every((one) => !needsValue.has(one.op) || ("value" in one && one.value !== undefined)),
  );

function impossible(path: string) {
  return facadeErrors.resource_invalid({
    detail: "The patch does not fit the resource as it stands.",
    errors: [{ path, message: "there is nothing that the patch could change here" }],
  });
}

function partsOf(path: string): string[] {
  return path
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

type Holder = unknown[] | Record<string, unknown>;

function isHolder(value: unknown): value is Holder {
  return typeof value === "object" && value !== null;
}

function indexIn(list: readonly unknown[], part: string, path: string, isNew: boolean): number {
  if (part === "-" && isNew) return list.length;
  const index = /^(0|[1-9]\d{0,8})$/.test(part) ? Number(part) : -1;
  if (index < 0 || index > list.length - (isNew ? 0 : 1)) throw impossible(path);
  return index;
}

function childOf(holder: unknown, part: string, path: string): unknown {
  if (Array.isArray(holder)) return holder[indexIn(holder, part, path, false)];
  if (isHolder(holder) && Object.hasOwn(holder, part)) return Reflect.get(holder, part);
  throw impossible(path);
}

function read(document: unknown, path: string): unknown {
  return partsOf(path).reduce((value, part) => childOf(value, part, path), document);
}

/** `document` with what `change` makes of the holder of the last part of `path`. */
function changed(document: unknown, path: string, change: (holder: Holder, part: string) => Holder): unknown {
  const steps = partsOf(path);
  const at = (value: unknown, depth: number): unknown => {
    const part = steps[depth];
    if (!isHolder(value) || part === undefined) throw impossible(path);
    if (depth === steps.length - 1) return change(value, part);
    const child = at(childOf(value, part, path), depth + 1);
    if (Array.isArray(value)) return value.with(indexIn(value, part, path, false), child);
    return { ...value, [part]: child };
  };
  return at(document, 0);
}

function added(document: unknown, path: string, value: unknown): unknown {
  if (path === "") return value;
  return changed(document, path, (holder, part) =>
    Array.isArray(holder)
      ? holder.toSpliced(indexIn(holder, part, path, true), 0, value)
      : Object.fromEntries([...Object.entries(holder), [part, value]]),
  );
}

function removed(document: unknown, path: string): unknown {
  return changed(document, path, (holder, part) => {
    childOf(holder, part, path);
    if (Array.isArray(holder)) return holder.toSpliced(indexIn(holder, part, path, false), 1);
    return Object.fromEntries(Object.entries(holder).filter(([key]) => key !== part));
  });
}

function replaced(document: unknown, path: string, value: unknown): unknown {
  if (path === "") return value;
  return changed(document, path, (holder, part) => {
    childOf(holder, part, path);
    if (Array.isArray(holder)) return holder.with(indexIn(holder, part, path, false), value);
    return Object.fromEntries(Object.entries(holder).map(([key, old]) => [key, key === part ? value : old]));
  });
}

function applied(document: unknown, step: Operation): unknown {
  switch (step.op) {
    case "add":
      return added(document, step.path, step.value);
    case "replace":
      return replaced(document, step.path, step.value);
    case "remove":
      return removed(document, step.path);
    case "copy":
      return added(document, step.path, read(document, step.from));
    case "move":
      if (step.path.startsWith(`${step.from}/`)) throw impossible(step.path);
      if (step.path === step.from) return document;
      return added(removed(document, step.from), step.path, read(document, step.from));
    case "test":
      if (canonicalJson(read(document, step.path)) === canonicalJson(step.value)) return document;
      throw facadeErrors.resource_changed({
        detail: "A test of the patch did not hold.",
        errors: [{ path: step.path, message: "it says something else" }],
      });
  }
}

/**
 * `document` after all operations of `patch`, or none of them. Throws `patch_invalid` for what is no patch,
 * `resource_invalid` for one that does not fit the document, `resource_changed` where a test does not hold.
 */
export function patchJson(document: unknown, patch: unknown): unknown {
  const parsed = patchSchema.safeParse(patch);
  if (!parsed.success) {
    throw facadeErrors.patch_invalid({
      detail: "Send a list of operations as RFC 6902 names them.",
      errors: parsed.error.issues.map(({ path, message }) => ({ path: path.join("/"), message })),
    });
  }
  return parsed.data.reduce(applied, document);
}
