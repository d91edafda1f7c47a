/** Creates and updates: few types, 201 without a body, and a record that is not quite what was sent. */
import { createRules, updatableTypes } from "@/sandbox/epic/create-rules";
import { EpicRefusal } from "@/sandbox/epic/outcome";
import type { ChartServer } from "@/sandbox/fhir/chart-server";
import { notOffered } from "@/sandbox/fhir/fhir-endpoint";
import { writtenResource } from "@/sandbox/fhir/written-resource";
import { emptyReply, type Reply } from "@/sandbox/framework/reply";

export async function create(
  charts: ChartServer,
  baseUrl: string,
  type: string,
  body: string,
): Promise<Reply> {
  const rule = createRules.get(type);
  if (!rule) return notOffered("create", type);
  const { id: _, ...resource } = writtenResource(type, body, malformed);
  const id = await charts.create(type, rule(resource, charts.holdings));
  return emptyReply(201, { location: `${baseUrl}/${type}/${id}` });
}

export async function update(charts: ChartServer, type: string, id: string, body: string): Promise<Reply> {
  if (!updatableTypes.includes(type)) return notOffered("update", type);
  const resource = writtenResource(type, body, malformed);
  if (charts.holdings.text(type, id) === undefined) throw new EpicRefusal(404, { code: 4102 });
  if (resource.id !== id)
    throw new EpicRefusal(400, { code: 59111, diagnostics: "id differs from the URL's" });
  await charts.update(type, id, resource);
  return emptyReply(200);
}

function malformed(diagnostics: string): EpicRefusal {
  return new EpicRefusal(400, { code: 59105, diagnostics });
}
