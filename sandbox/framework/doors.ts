/** The doors behind the stage: who plays, what each vendor truly holds, which faults are ordered, what was asked. */
import { z } from "zod";
import { type Faults, faultOrder } from "@/sandbox/framework/faults";
import { emptyReply, jsonReply, type Reply } from "@/sandbox/framework/reply";
import type { RequestLog } from "@/sandbox/framework/request-log";
import { UnacceptableItem, type Vendor } from "@/sandbox/framework/vendor";

export interface Backstage {
  vendors: Map<string, Vendor>;
  faults: Faults;
  log: RequestLog;
}

interface DoorRequest {
  method: string;
  url: URL;
  body: string;
}

type Door = (backstage: Backstage, request: DoorRequest, parts: string[]) => Reply;

const doors: Record<string, Door> = {
  "GET _vendors": listVendors,
  "GET _data": listData,
  "POST _data": createOrMerge,
  "PUT _data": replaceData,
  "DELETE _data": removeData,
  "GET _faults": ({ faults }) => jsonReply(200, { total: faults.list().length, items: faults.list() }),
  "POST _faults": orderFault,
  "DELETE _faults": clearFaults,
  "GET _requests": listRequests,
  "POST _clients": registerClient,
};

/** A refusal of the doors themselves, not of a vendor. */
class DoorRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Answers a call that names no vendor. */
export function answerDoor(backstage: Backstage, request: DoorRequest): Reply {
  const [name = "", ...parts] = request.url.pathname.split("/").filter(Boolean);
  const door = doors[`${request.method} ${name}`];
  if (!door) return jsonReply(404, { error: `No ${request.method} ${request.url.pathname} in the sandbox` });
  try {
    return door(backstage, request, parts);
  } catch (error) {
    if (error instanceof DoorRefusal) return jsonReply(error.status, { error: error.message });
    if (error instanceof z.ZodError) return jsonReply(400, { error: z.prettifyError(error) });
    if (error instanceof UnacceptableItem) return jsonReply(422, { error: error.message });
    throw error;
  }
}

function listVendors({ vendors }: Backstage): Reply {
  return jsonReply(
    200,
    [...vendors.values()].map(({ id, name, address }) => ({ vendor: id, name, ...address })),
  );
}

function vendorNamed({ vendors }: Backstage, id: string | undefined): Vendor {
  const vendor = vendors.get(id ?? "");
  if (!vendor) throw new DoorRefusal(404, `No vendor ${id ?? ""}; GET /_vendors lists them`);
  return vendor;
}

const page = z.object({
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

function listData(backstage: Backstage, { url }: DoorRequest, [vendorId, type = ""]: string[]): Reply {
  const { offset, limit } = page.parse(Object.fromEntries(url.searchParams));
  const { total, items } = vendorNamed(backstage, vendorId).data.list(type, offset, limit);
  return textReply(200, `{"total":${total},"items":[${items.join(",")}]}`);
}

function createOrMerge(backstage: Backstage, request: DoorRequest, parts: string[]): Reply {
  const [vendorId, type = "", id, action] = parts;
  const { data } = vendorNamed(backstage, vendorId);
  if (id === undefined) return itemReply(201, data.create(type, request.body));
  if (action !== "_merge" || !data.merge) throw new DoorRefusal(404, "Only …/:id/_merge may be posted to");
  const { into } = z.object({ into: z.string().min(1) }).parse(parseJson(request.body));
  if (!data.merge(type, id, into))
    throw new DoorRefusal(404, `${type}/${id} or ${type}/${into} is not there`);
  return jsonReply(200, { id, into });
}

function replaceData(backstage: Backstage, { body }: DoorRequest, parts: string[]): Reply {
  const [vendorId, type = "", id = ""] = parts;
  const replaced = vendorNamed(backstage, vendorId).data.replace(type, id, body);
  if (!replaced) throw new DoorRefusal(404, `${type}/${id} is not there`);
  return itemReply(200, replaced);
}

function removeData(backstage: Backstage, _request: DoorRequest, parts: string[]): Reply {
  const [vendorId, type = "", id = ""] = parts;
  if (!vendorNamed(backstage, vendorId).data.remove(type, id)) {
    throw new DoorRefusal(404, `${type}/${id} is not there`);
  }
  return emptyReply(204);
}

function orderFault(backstage: Backstage, { body }: DoorRequest): Reply {
  const order = faultOrder.parse(parseJson(body));
  vendorNamed(backstage, order.vendor);
  return jsonReply(201, { id: backstage.faults.add(order) });
}

function clearFaults({ faults }: Backstage): Reply {
  faults.clear();
  return emptyReply(204);
}

const requestFilter = z.object({
  vendor: z.string().optional(),
  since: z.coerce.date().optional(),
  limit: z.coerce.number().int().min(1).max(50_000).default(100),
});

function listRequests({ log }: Backstage, { url }: DoorRequest): Reply {
  return jsonReply(200, log.list(requestFilter.parse(Object.fromEntries(url.searchParams))));
}

const registration = z.object({
  vendor: z.string(),
  clientId: z.string().min(1),
  jwksUrl: z.url().optional(),
  jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }).optional(),
});

function registerClient(backstage: Backstage, { body }: DoorRequest): Reply {
  const { vendor: id, clientId, jwksUrl, jwks } = registration.parse(parseJson(body));
  const vendor = vendorNamed(backstage, id);
  if (!vendor.registerClient) throw new DoorRefusal(404, `${vendor.name} registers no client keys`);
  if (jwksUrl) vendor.registerClient({ clientId, keys: { jwksUrl } });
  else if (jwks) vendor.registerClient({ clientId, keys: { jwks } });
  else throw new DoorRefusal(400, "Give jwksUrl or jwks");
  return jsonReply(201, { clientId });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DoorRefusal(400, "The body is not JSON");
  }
}

function itemReply(status: number, { id, item }: { id: string; item: string }): Reply {
  return textReply(status, `{"id":${JSON.stringify(id)},"item":${item}}`);
}

/** JSON that is already text: parsing it would change numbers such as 1.10. */
function textReply(status: number, body: string): Reply {
  return { status, headers: { "content-type": "application/json; charset=utf-8" }, body };
}
