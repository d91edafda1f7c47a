/** Creates and updates as FHIR R4 describes them: a version in ETag and Location, and in If-Match where the client sends it. */
import { fhirTextReply } from "@/sandbox/fhir/fhir-reply";
import type { Holdings } from "@/sandbox/fhir/holdings";
import { refusalOf } from "@/sandbox/fhir/refusal";
import type { DataChange } from "@/sandbox/fhir/watched-door";
import { writtenResource } from "@/sandbox/fhir/written-resource";
import type { Reply } from "@/sandbox/framework/reply";
import type { VendorRequest } from "@/sandbox/framework/vendor";

interface Writing {
  create(type: string, request: VendorRequest): Reply;
  update(type: string, id: string, request: VendorRequest): Reply;
}

export function plainWriting(holdings: Holdings, baseUrl: string): Writing {
  const malformed = (text: string) => refusalOf(400, "structure", text);
  return {
    create: (type, { body }) => {
      const { id: _, ...resource } = writtenResource(type, body, malformed);
      const { id, item } = holdings.add(resource);
      return answered(201, item, { location: `${baseUrl}/${type}/${id}/_history/1` });
    },
    update: (type, id, { body, headers }) => {
      const current = holdings.text(type, id);
      if (current === undefined) throw refusalOf(404, "not-found", "There is no such resource.");
      const resource = writtenResource(type, body, malformed);
      if (resource.id !== id) throw refusalOf(400, "invalid", "id differs from the URL's.");
      const known = headers["if-match"];
      if (known !== undefined && known !== etagOf(current)) {
        throw refusalOf(412, "conflict", "The version is not the current one.");
      }
      return answered(200, holdings.add(resource, id).item);
    },
  };
}

/** The same, telling of what is written. */
export function watchedWriting({ create, update }: Writing, changed: (change: DataChange) => void): Writing {
  return {
    create: (type, request) => {
      const reply = create(type, request);
      const { id } = JSON.parse(reply.body ?? "{}");
      changed({ kind: "create", type, id, after: reply.body });
      return reply;
    },
    update: (type, id, request) => {
      const reply = update(type, id, request);
      changed({ kind: "update", type, id, after: reply.body });
      return reply;
    },
  };
}

function etagOf(text: string): string {
  return `W/"${JSON.parse(text).meta.versionId}"`;
}

function answered(status: number, item: string, headers: Record<string, string> = {}): Reply {
  return fhirTextReply(status, item, { etag: etagOf(item), ...headers });
}
