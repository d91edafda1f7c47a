/** Subscriptions as FHIR R4 describes them: asked for by a client, put to work, in error or switched off by the server. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { notOffered } from "@/sandbox/fhir/fhir-endpoint";
import { fhirReply } from "@/sandbox/fhir/fhir-reply";
import { loopbackAddress } from "@/sandbox/fhir/loopback-address";
import { outcomeOf, type Refusal, refusalOf } from "@/sandbox/fhir/refusal";
import { writtenResource } from "@/sandbox/fhir/written-resource";
import { emptyReply, type Reply } from "@/sandbox/framework/reply";
import type { DataDoor, VendorRequest } from "@/sandbox/framework/vendor";

const subscription = z.looseObject({
  resourceType: z.literal("Subscription"),
  id: z.string(),
  status: z.enum(["requested", "active", "error", "off"]),
  criteria: z.string(),
  end: z.string().optional(),
  channel: z.looseObject({
    endpoint: z.string(),
    payload: z.string().optional(),
    header: z.array(z.string()).default([]),
  }),
});

export type Subscription = z.output<typeof subscription>;

const requested = subscription.omit({ id: true }).extend({
  status: z.enum(["requested", "off"], "A client may ask for requested or off alone."),
  reason: z.string("reason is required."),
  criteria: z
    .string("criteria is required.")
    .regex(/^[A-Z]\w+\??$/, "Only whole types can be subscribed to here."),
  end: z.iso.datetime({ offset: true, error: "end is an instant." }).optional(),
  channel: z.looseObject({
    type: z.literal("rest-hook", "Only rest-hook is offered."),
    endpoint: z
      .string("endpoint is required.")
      .refine(
        (endpoint) => loopbackAddress(endpoint) !== undefined,
        "endpoint is an address of this machine.",
      ),
    payload: z
      .enum(["application/fhir+json", "application/json"], "The payload is JSON or left out.")
      .optional(),
    header: z.array(z.string()).default([]),
  }),
});

export class Subscriptions {
  readonly #kept = new Map<string, Subscription>();

  constructor(
    private readonly baseUrl: string,
    private readonly now: () => number,
    /** Called when one was asked for; it is put to work by `activate`. */
    private readonly asked: (id: string) => void,
  ) {}

  /** Those at work that a change of this type concerns. */
  of(type: string): Subscription[] {
    for (const one of this.#kept.values()) {
      if (one.end !== undefined && Date.parse(one.end) <= this.now()) one.status = "off";
    }
    return [...this.#kept.values()].filter(
      ({ status, criteria }) => status === "active" && criteria.replace("?", "") === type,
    );
  }

  activate(id: string): void {
    const found = this.#kept.get(id);
    if (found?.status === "requested") found.status = "active";
  }

  /** Answers `Subscription[/id]`. */
  answer(request: VendorRequest, id: string | undefined): Reply {
    if (id === undefined && request.method === "POST") return this.#create(request.body);
    if (id === undefined) return notOffered(request.method, "Subscription");
    const found = this.#kept.get(id);
    if (!found) return outcomeOf(404, "not-found", "There is no such resource.");
    if (request.method === "GET") return fhirReply(200, shown(found));
    if (request.method !== "DELETE") return notOffered(request.method, "Subscription");
    this.#kept.delete(id);
    return emptyReply(204);
  }

  #create(body: string): Reply {
    const asked = requested.safeParse(writtenResource("Subscription", body, malformed));
    if (!asked.success) throw refusalOf(422, "invalid", asked.error.issues[0]?.message ?? "");
    const made = subscription.parse({ ...asked.data, id: randomUUID() });
    this.#kept.set(made.id, made);
    this.asked(made.id);
    return fhirReply(201, shown(made), { location: `${this.baseUrl}/Subscription/${made.id}` });
  }

  /** The door through which the server's own people see them, switch them off and lose them. */
  door(): Pick<DataDoor, "list" | "replace" | "remove"> {
    return {
      list: (_, offset, limit) => {
        const all = [...this.#kept.values()].map((one) => JSON.stringify(one));
        return { total: all.length, items: all.slice(offset, offset + limit) };
      },
      replace: (_, id, text) => {
        const found = this.#kept.get(id);
        if (!found) return undefined;
        const changed = subscription.parse({ ...found, ...JSON.parse(text), id });
        this.#kept.set(id, changed);
        return { id, item: JSON.stringify(changed) };
      },
      remove: (_, id) => this.#kept.delete(id),
    };
  }
}

/** Servers keep what a header holds to themselves. */
function shown({ channel: { header: _, ...channel }, ...rest }: Subscription) {
  return JSON.parse(JSON.stringify({ ...rest, channel }));
}

function malformed(text: string): Refusal {
  return refusalOf(400, "structure", text);
}
