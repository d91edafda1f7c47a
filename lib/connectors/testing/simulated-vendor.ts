/** A simulated vendor's doors behind the stage, over HTTP as anyone uses them. */
import { fetch } from "undici";
import { z } from "zod";
import type { Fault } from "@/sandbox/framework/faults";

const vendorList = z.array(z.object({ vendor: z.string(), credentials: z.record(z.string(), z.string()) }));
const subject = z.looseObject({ reference: z.string() });
const held = z.looseObject({ id: z.string(), subject: subject.optional() });
const heldPage = z.object({ total: z.number(), items: z.array(held) });
const request = z.object({ method: z.string(), path: z.string(), query: z.string() });
const requestLog = z.object({ items: z.array(request) });
const added = z.object({ id: z.string() });
const orders = z.object({ items: z.array(z.object({ kind: z.string(), fired: z.number() })) });

/** A resource as the vendor holds it. */
export type Held = z.output<typeof held>;
/** A call as the vendor heard it. */
type Heard = z.output<typeof request>;

/** One vendor behind its stage: what it holds, what goes wrong there, what it was asked. */
export class SimulatedVendor {
  constructor(
    readonly url: string,
    /** As its connector has it. */
    readonly id: string,
  ) {}

  private async ask(method: string, path: string, body?: object | string): Promise<string> {
    const reply = await fetch(`${this.url}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: typeof body === "object" ? JSON.stringify(body) : body,
    });
    if (!reply.ok) throw new Error(`The sandbox answered ${reply.status} to ${method} ${path}`);
    return reply.text();
  }

  private async send(method: string, path: string, body?: object | string): Promise<unknown> {
    const text = await this.ask(method, path, body);
    return text === "" ? undefined : JSON.parse(text);
  }

  /** What a connection form wants. */
  async credentials(): Promise<Record<string, string>> {
    const vendors = vendorList.parse(await this.send("GET", "/_vendors"));
    const found = vendors.find(({ vendor }) => vendor === this.id);
    if (!found) throw new Error(`The sandbox plays no ${this.id}`);
    return found.credentials;
  }

  /** Registers a client with its public keys or their address. */
  async register(clientId: string, keys: { jwks: object } | { jwksUrl: string }): Promise<void> {
    await this.send("POST", "/_clients", { vendor: this.id, clientId, ...keys });
  }

  /** How many of one type there are. */
  async total(type: string): Promise<number> {
    return heldPage.parse(await this.send("GET", `/_data/${this.id}/${type}?limit=1`)).total;
  }

  /** Everything of one type, in order of id. */
  async held(type: string): Promise<Held[]> {
    const items: Held[] = [];
    for (let total = 1; items.length < total; ) {
      const path = `/_data/${this.id}/${type}?offset=${items.length}&limit=1000`;
      const page = heldPage.parse(await this.send("GET", path));
      items.push(...page.items);
      total = page.total;
    }
    return items;
  }

  /** Adds a resource, or the text of one, as the vendor's own users would; answers its id and the text it now has. */
  async put(type: string, resource: object | string): Promise<{ id: string; text: string }> {
    const reply = await this.ask("POST", `/_data/${this.id}/${type}`, resource);
    const { id } = added.parse(JSON.parse(reply));
    return { id, text: reply.slice(`{"id":"${id}","item":`.length, -1) };
  }

  async add(type: string, resource: object | string): Promise<string> {
    return (await this.put(type, resource)).id;
  }

  async change(type: string, id: string, resource: object): Promise<void> {
    await this.send("PUT", `/_data/${this.id}/${type}/${id}`, resource);
  }

  async remove(type: string, id: string): Promise<void> {
    await this.send("DELETE", `/_data/${this.id}/${type}/${id}`);
  }

  async merge(id: string, into: string): Promise<void> {
    await this.send("POST", `/_data/${this.id}/Patient/${id}/_merge`, { into });
  }

  async fault(fault: Fault): Promise<void> {
    await this.send("POST", "/_faults", { vendor: this.id, ...fault });
  }

  /** How often the ordered faults were played. */
  async played(): Promise<number> {
    const { items } = orders.parse(await this.send("GET", "/_faults"));
    return items.reduce((sum, { fired }) => sum + fired, 0);
  }

  async clearFaults(): Promise<void> {
    await this.send("DELETE", "/_faults");
  }

  /** The last thousand calls, oldest first. */
  async requests(): Promise<Heard[]> {
    return requestLog.parse(await this.send("GET", `/_requests?vendor=${this.id}&limit=1000`)).items;
  }

  /** How many of the last thousand calls have `path` in theirs. */
  async calls(path: string): Promise<number> {
    return (await this.requests()).filter((heard) => heard.path.includes(path)).length;
  }
}
