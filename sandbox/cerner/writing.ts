/** Writes: If-Match insisted on, answers without a body, and a record that is not quite what was sent. */
import { randomUUID } from "node:crypto";
import { patched } from "@/sandbox/cerner/json-patch";
import { concept } from "@/sandbox/cerner/population";
import { versionHeaders, versionOf } from "@/sandbox/cerner/versions";
import { writeRules } from "@/sandbox/cerner/write-rules";
import { isJsonObject, type JsonObject, objectsIn, parseExactly, textIn } from "@/sandbox/fhir/exact-json";
import { notOffered } from "@/sandbox/fhir/fhir-endpoint";
import type { Holdings } from "@/sandbox/fhir/holdings";
import { type Refusal, refusalOf } from "@/sandbox/fhir/refusal";
import { writtenJson, writtenResource } from "@/sandbox/fhir/written-resource";
import { emptyReply, type Reply } from "@/sandbox/framework/reply";
import type { VendorRequest } from "@/sandbox/framework/vendor";

export class CernerWriting {
  constructor(
    private readonly holdings: Holdings,
    private readonly baseUrl: string,
  ) {}

  create(type: string, { body }: VendorRequest): Reply {
    const rule = writeRules.get(type);
    if (!rule) return notOffered("create", type);
    const resource = this.#accepted(type, writtenResource(type, body, malformed));
    const { id, item } = this.holdings.add(type === "Patient" ? { active: true, ...resource } : resource);
    return this.#written(201, type, id, item);
  }

  update(type: string, id: string, { body, headers }: VendorRequest): Reply {
    const rule = writeRules.get(type);
    if (!rule?.isReplaceable) return notOffered("update", type);
    const current = this.#current(type, id, headers["if-match"]);
    const resource = writtenResource(type, body, malformed);
    if (resource.id !== id) throw refusalOf(400, "invalid", "id differs from the URL's.");
    const accepted = this.#accepted(type, resource);
    for (const element of rule.fixed ?? []) {
      if (sense(current[element]) !== sense(accepted[element])) {
        throw refusalOf(422, "business-rule", `${element} can not be changed.`);
      }
    }
    return this.#written(200, type, id, this.holdings.add(accepted, id).item);
  }

  patch(type: string, id: string, { body, headers }: VendorRequest): Reply {
    const patchable = writeRules.get(type)?.patchable;
    if (!patchable) return notOffered("patch", type);
    const current = this.#current(type, id, headers["if-match"]);
    const result = patched(current, writtenJson(body, malformed), patchable);
    return this.#written(200, type, id, this.holdings.add(result, id).item);
  }

  /** The record as it is, if the client knows its version. */
  #current(type: string, id: string, ifMatch: string | undefined): JsonObject {
    const text = this.holdings.text(type, id);
    const current = text === undefined ? undefined : parseExactly(text);
    if (text === undefined || !isJsonObject(current)) throw refusalOf(404, "not-found", "No such resource.");
    if (ifMatch === undefined) throw refusalOf(412, "required", "If-Match is required.");
    if (ifMatch !== `W/"${versionOf(text)}"`)
      throw refusalOf(409, "conflict", "The version is not the current one.");
    return current;
  }

  /** What is filed of a resource. */
  #accepted(type: string, resource: JsonObject): JsonObject {
    const { required = [], kept, check } = writeRules.get(type) ?? {};
    const names = Object.keys(resource);
    const missing = required.find((element) => !names.some((name) => isElement(name, element)));
    if (missing !== undefined) throw refusalOf(400, "required", `${missing} is required.`);
    check?.(resource);
    this.#checkSubject(resource);
    const entries = Object.entries(resource).filter(
      ([name]) => !kept || name === "resourceType" || kept.includes(name),
    );
    const rest: JsonObject = Object.fromEntries(entries);
    return isJsonObject(rest.code) ? { ...rest, code: ownCoded(rest.code) } : rest;
  }

  #checkSubject({ subject }: JsonObject): void {
    const [type, id = ""] = objectsIn(subject).flatMap(({ reference }) =>
      (textIn(reference) ?? "").split("/").slice(-2),
    );
    if (type === "Patient" && this.holdings.text("Patient", id) === undefined) {
      throw refusalOf(422, "business-rule", "The patient is not there.");
    }
  }

  #written(status: number, type: string, id: string, item: string): Reply {
    const requestId = randomUUID();
    return emptyReply(status, {
      ...versionHeaders(item),
      ...(status === 201 && { location: `${this.baseUrl}/${type}/${id}` }),
      "x-request-id": requestId,
      "opc-request-id": requestId,
    });
  }
}

/** `effective` is also effectiveDateTime, but `code` is not codeFilter. */
function isElement(name: string, element: string): boolean {
  return (
    name === element ||
    (["effective", "value", "reported", "medication"].includes(element) && name.startsWith(element))
  );
}

/** The tenant's own code stands beside every code it files. */
function ownCoded(code: JsonObject): JsonObject {
  const [coding] = objectsIn(code.coding);
  const { system, code: value, display } = coding ?? {};
  if (
    typeof system !== "string" ||
    typeof value !== "string" ||
    objectsIn(code.coding).some((c) => c.userSelected)
  ) {
    return code;
  }
  return {
    ...concept(system, value, textIn(display) ?? textIn(code.text) ?? value),
    ...(code.text && { text: code.text }),
  };
}

/** What an element means, whatever the order and number of its codings. */
function sense(element: JsonObject[string]): string {
  const concepts = objectsIn(element);
  const codes = concepts.flatMap(({ coding }) =>
    objectsIn(coding).flatMap((c) => (c.userSelected ? [] : [c.code])),
  );
  return JSON.stringify([codes, concepts.map(({ reference }) => reference)]);
}

function malformed(diagnostics: string): Refusal {
  return refusalOf(400, "structure", diagnostics);
}
