/** Creates and updates: few types, 201 without a body, and a record that is not quite what was sent. */
import type { ChartServer } from "@/sandbox/epic/chart-server";
import { createRules, updatableTypes } from "@/sandbox/epic/create-rules";
import { EpicRefusal, plainOutcomeReply } from "@/sandbox/epic/outcome";
import { isJsonObject, type JsonObject, parseExactly } from "@/sandbox/fhir/exact-json";
import { emptyReply, type Reply } from "@/sandbox/framework/reply";

export async function create(
  charts: ChartServer,
  baseUrl: string,
  type: string,
  body: string,
): Promise<Reply> {
  const rule = createRules.get(type);
  if (!rule) return notOffered("create", type);
  const { id: _, ...resource } = parsedBody(type, body);
  const id = await charts.create(type, rule(resource, charts.holdings));
  return emptyReply(201, { location: `${baseUrl}/${type}/${id}` });
}

export async function update(charts: ChartServer, type: string, id: string, body: string): Promise<Reply> {
  if (!updatableTypes.includes(type)) return notOffered("update", type);
  const resource = parsedBody(type, body);
  if (charts.holdings.text(type, id) === undefined) throw new EpicRefusal(404, { code: 4102 });
  if (resource.id !== id)
    throw new EpicRefusal(400, { code: 59111, diagnostics: "id differs from the URL's" });
  await charts.update(type, id, resource);
  return emptyReply(200);
}

export function notOffered(interaction: string, type: string): Reply {
  return plainOutcomeReply(405, "not-supported", `${interaction} is not offered for ${type}.`, {
    allow: "GET",
  });
}

function parsedBody(type: string, body: string): JsonObject {
  try {
    const resource = parseExactly(body);
    if (isJsonObject(resource) && resource.resourceType === type) return resource;
  } catch {
    throw new EpicRefusal(400, { code: 59105, diagnostics: "Invalid JSON syntax." });
  }
  throw new EpicRefusal(400, { code: 59105, diagnostics: `A ${type} resource is expected.` });
}
