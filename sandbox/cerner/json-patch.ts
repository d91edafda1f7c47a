/** JSON Patch (RFC 6902), as far as Oracle Health takes it: add, replace, remove, and test of a list item's id. */
import { isJsonObject, type JsonObject, type JsonValue } from "@/sandbox/fhir/exact-json";
import { refusalOf } from "@/sandbox/fhir/refusal";

interface Operation {
  op: "add" | "replace" | "remove" | "test";
  path: string;
  value?: JsonValue;
}

/** The resource, changed in place by the patch, or a Refusal: 400 for what is no patch, 422 for what does not fit the resource. */
export function patched(resource: JsonObject, patch: JsonValue, patchable: string[]): JsonObject {
  if (!Array.isArray(patch)) throw refusalOf(400, "structure", "A list of operations is expected.");
  const tested = new Set<string>();
  for (const operation of patch) {
    if (!isOperation(operation)) throw refusalOf(400, "structure", "An operation has op and path.");
    const { op, path } = operation;
    if (!patchable.some((allowed) => path === allowed || path.startsWith(`${allowed}/`))) {
      throw refusalOf(422, "business-rule", `${path} can not be patched.`);
    }
    const [item] = /^\/\w+\/\d+/.exec(path) ?? [];
    if (op === "test") tested.add(path);
    else if (op !== "add" && item && !tested.has(`${item}/id`)) {
      throw refusalOf(422, "business-rule", `A test of ${item}/id has to come before.`);
    }
    apply(resource, operation);
  }
  return resource;
}

function isOperation(value: JsonValue): value is JsonObject & Operation {
  return (
    isJsonObject(value) &&
    typeof value.path === "string" &&
    /^(add|replace|remove|test)$/.test(String(value.op))
  );
}

function apply(resource: JsonObject, { op, path, value }: Operation): void {
  const target = targetOf(resource, path);
  if (!target || (op !== "add" && target.get() === undefined)) throw unfit(path);
  if (op === "remove") {
    target.remove();
    return;
  }
  if (value === undefined) throw unfit(path);
  if (op === "add") target.add(value);
  else if (op === "replace") target.set(value);
  else if (JSON.stringify(target.get()) !== JSON.stringify(value)) throw unfit(path);
}

interface Target {
  get(): JsonValue | undefined;
  set(value: JsonValue): void;
  add(value: JsonValue): void;
  remove(): void;
}

function targetOf(resource: JsonObject, path: string): Target | undefined {
  const keys = path.split("/").slice(1);
  const last = keys.pop() ?? "";
  let parent: JsonValue | undefined = resource;
  for (const key of keys) {
    if (Array.isArray(parent)) parent = parent[Number(key)];
    else parent = isJsonObject(parent) ? parent[key] : undefined;
  }
  if (Array.isArray(parent)) return listItem(parent, last);
  return isJsonObject(parent) ? member(parent, last) : undefined;
}

function member(parent: JsonObject, key: string): Target {
  const set = (value: JsonValue) => {
    parent[key] = value;
  };
  return { get: () => parent[key], set, add: set, remove: () => void delete parent[key] };
}

function listItem(parent: JsonValue[], key: string): Target | undefined {
  const index = key === "-" ? parent.length : Number(key);
  if (!Number.isInteger(index) || index > parent.length) return undefined;
  return {
    get: () => parent[index],
    set: (value: JsonValue) => {
      parent[index] = value;
    },
    add: (value: JsonValue) => void parent.splice(index, 0, value),
    remove: () => void parent.splice(index, 1),
  };
}

function unfit(path: string) {
  return refusalOf(422, "processing", `The operation on ${path} does not fit the resource.`);
}
