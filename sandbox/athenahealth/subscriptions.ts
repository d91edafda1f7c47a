/** athenahealth's event subscriptions over FHIR (R5 backport on R4): topics to look up, one subscription for each. */
import { randomUUID } from "node:crypto";
import type { Subscriber } from "@/sandbox/athenahealth/event-sender";
import { topics } from "@/sandbox/athenahealth/topics";
import { isJsonObject, type JsonObject, objectsIn, textIn } from "@/sandbox/fhir/exact-json";
import { notOffered } from "@/sandbox/fhir/fhir-endpoint";
import { fhirReply } from "@/sandbox/fhir/fhir-reply";
import { loopbackAddress } from "@/sandbox/fhir/loopback-address";
import { outcomeOf, type Refusal, refusalOf } from "@/sandbox/fhir/refusal";
import { writtenResource } from "@/sandbox/fhir/written-resource";
import { emptyReply, type Reply } from "@/sandbox/framework/reply";
import type { VendorRequest } from "@/sandbox/framework/vendor";

interface Kept {
  clientId: string;
  resource: JsonObject;
  subscriber: Subscriber;
}

export class Subscriptions {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly baseUrl: string) {}

  *subscribers(): Generator<Subscriber> {
    for (const { subscriber } of this.#kept.values()) yield subscriber;
  }

  /** Answers `SubscriptionTopic[/id]`. */
  topics(method: string, id: string | undefined): Reply {
    if (method !== "GET") return notOffered(method, "SubscriptionTopic");
    if (id === undefined) return this.#bundle("SubscriptionTopic", [...topics.keys()].map(topicResource));
    return topics.has(id) ? fhirReply(200, topicResource(id)) : unknown();
  }

  /** Answers `Subscription[/id]` for one client. */
  answer(request: VendorRequest, clientId: string, id: string | undefined): Reply {
    if (id === undefined && request.method === "POST") return this.#create(request, clientId);
    const own = [...this.#kept.values()].filter((kept) => kept.clientId === clientId);
    if (id === undefined && request.method === "GET") {
      return this.#bundle(
        "Subscription",
        own.map(({ resource }) => resource),
      );
    }
    const kept = own.find(({ subscriber }) => subscriber.id === id);
    if (!kept) return unknown();
    if (request.method === "GET") return fhirReply(200, kept.resource);
    if (request.method !== "DELETE") return notOffered(request.method, "Subscription");
    this.#kept.delete(kept.subscriber.id);
    return emptyReply(204);
  }

  #create({ body, headers }: VendorRequest, clientId: string): Reply {
    const asked = writtenResource("Subscription", body, malformed);
    const secret = headers["x-hub-secret"]?.toString();
    const id = randomUUID();
    const subscriber = { id, ...this.#wanted(asked), ...(secret && { secret }) };
    const resource = { ...asked, id, status: "active" };
    this.#kept.set(id, { clientId, resource, subscriber });
    return fhirReply(201, resource, { location: `${this.baseUrl}/Subscription/${id}` });
  }

  /** What is asked for, or a Refusal. */
  #wanted({ criteria, channel, end, status, reason }: JsonObject): Omit<Subscriber, "id"> {
    const prefix = `${this.baseUrl}/SubscriptionTopic/`;
    const topic = textIn(criteria)?.startsWith(prefix) ? textIn(criteria)?.slice(prefix.length) : undefined;
    if (topic === undefined || !topics.has(topic)) throw unfit("criteria is the address of a topic.");
    if (status !== "requested" || !reason) throw unfit("status is requested, and reason is given.");
    if (!isJsonObject(channel) || channel.type !== "rest-hook") throw unfit("channel.type is rest-hook.");
    const [payload] = objectsIn(channel._payload).flatMap(({ extension }) => objectsIn(extension));
    if (channel.payload !== "application/fhir+json" || payload?.valueCode !== "id-only") {
      throw unfit("The payload is application/fhir+json, with ids only.");
    }
    const endsAtMs = end === undefined ? Number.POSITIVE_INFINITY : Date.parse(textIn(end) ?? "");
    if (Number.isNaN(endsAtMs)) throw unfit("end is an instant.");
    return { topic, endpoint: endpointOf(textIn(channel.endpoint)), endsAtMs };
  }

  #bundle(type: string, resources: JsonObject[]): Reply {
    const entry = resources.map((resource) => ({
      fullUrl: `${this.baseUrl}/${type}/${resource.id}`,
      resource,
    }));
    return fhirReply(200, {
      resourceType: "Bundle",
      id: randomUUID(),
      type: "searchset",
      total: entry.length,
      entry,
    });
  }
}

function endpointOf(endpoint: string | undefined): string {
  const address = loopbackAddress(endpoint);
  if (address === undefined) throw unfit("channel.endpoint is an address of this machine.");
  return address;
}

function topicResource(id: string): JsonObject {
  return {
    resourceType: "SubscriptionTopic",
    id,
    description: topics.get(id),
    status: "active",
    experimental: false,
  };
}

function unknown(): Reply {
  return outcomeOf(404, "not-found", "There is no such resource.");
}

function unfit(text: string): Refusal {
  return refusalOf(400, "invalid", text);
}

function malformed(text: string): Refusal {
  return refusalOf(400, "structure", text);
}
