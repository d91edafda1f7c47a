/** A FHIR endpoint: who may enter, in which format, and which of the vendor's interactions answers. */
import type { BulkApi } from "@/sandbox/fhir/bulk-api";
import { outcomeOf, Refusal, type Voice } from "@/sandbox/fhir/refusal";
import type { Reply } from "@/sandbox/framework/reply";
import type { VendorRequest } from "@/sandbox/framework/vendor";
import type { TokenEndpoint, TokenHolder } from "@/sandbox/smart/token-endpoint";

type Answer = Reply | Promise<Reply>;

/** One vendor's ways. An interaction that is left out is refused with 405. Each may throw a Refusal. */
export interface FhirVendor {
  tokens: TokenEndpoint;
  bulk?: BulkApi;
  /** What is told without a token, by its path below the base. */
  openDocument(path: string): Reply | undefined;
  serves(type: string): boolean;
  /** For paths that lead nowhere. */
  notFound(): Reply;
  unauthorized(): Reply;
  /** The refusal of a format that the vendor does not write. */
  formatRefusal(request: VendorRequest): Reply | undefined;
  /** How it says no; in an OperationOutcome when left out. */
  says?: Voice;
  /** What a token reaches; everything when left out. */
  scopes?: { reach(granted: string, type: string, interaction: Interaction): boolean };
  /** What is served besides records, such as subscriptions. */
  aside?: Aside;
  search(type: string, query: URLSearchParams, request: VendorRequest): Answer;
  read(type: string, id: string): Answer;
  create?(type: string, request: VendorRequest): Answer;
  update?(type: string, id: string, request: VendorRequest): Answer;
  patch?(type: string, id: string, request: VendorRequest): Answer;
}

interface Aside {
  serves(type: string): boolean;
  /** Asked only when the token was found good. */
  answer(request: VendorRequest, holder: TokenHolder, parts: string[]): Answer;
}

export type Interaction = "create" | "read" | "update" | "patch" | "search";

/** Answers a call below the FHIR base; `parts` are the pieces of its path. */
export async function answerFhir(
  vendor: FhirVendor,
  request: VendorRequest,
  parts: string[],
): Promise<Reply> {
  const [type = ""] = parts;
  const open = vendor.openDocument(parts.join("/"));
  if (open && request.method === "GET") return open;
  const bulk = type === vendor.bulk?.root ? vendor.bulk : undefined;
  const aside = vendor.aside?.serves(type) ? vendor.aside : undefined;
  if (!vendor.serves(type) && !bulk && !aside) return vendor.notFound();
  const holder = vendor.tokens.holderOf(request.headers.authorization);
  if (holder === undefined) return vendor.unauthorized();
  if (request.plays("expired_token") || request.plays("revoked_credential")) {
    vendor.tokens.expire(request.headers.authorization);
    return vendor.unauthorized();
  }
  try {
    if (bulk) return bulk.answer(request, holder.clientId, parts.slice(1));
    const refusal = vendor.formatRefusal(request);
    if (refusal) return refusal;
    return await (aside?.answer(request, holder, parts) ?? route(vendor, request, holder, parts));
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}

async function route(
  vendor: FhirVendor,
  request: VendorRequest,
  holder: TokenHolder,
  parts: string[],
): Promise<Reply> {
  const [type = "", id] = parts;
  const begun = exportBegun(vendor, request, holder, parts);
  if (begun) return begun;
  if (id?.startsWith("$") || parts.length > 2) return vendor.notFound();
  const interaction = interactionOf(request.method, id);
  if (!interaction || !vendor[interaction]) {
    return notOffered(interaction ?? request.method, type, vendor.says);
  }
  assertScope(vendor, holder, type, interaction);
  const { url, body } = request;
  if (interaction === "read") return vendor.read(type, id ?? "");
  if (interaction === "search") {
    const query = request.method === "POST" ? new URLSearchParams(body) : url.searchParams;
    return vendor.search(type, query, request);
  }
  return written(vendor, request, interaction, type, id);
}

function exportBegun(
  vendor: FhirVendor,
  request: VendorRequest,
  holder: TokenHolder,
  [type, ...rest]: string[],
): Reply | undefined {
  const { bulk } = vendor;
  if (!bulk || request.method !== "GET" || rest.at(-1) !== "$export") return undefined;
  if (type === "Group" && rest.length === 2) {
    assertScope(vendor, holder, type, "read");
    return bulk.kickOff(request, holder.clientId, rest[0]);
  }
  const isOfAll = type === "Patient" && rest.length === 1 && bulk.exportsPatients;
  return isOfAll ? bulk.kickOff(request, holder.clientId) : undefined;
}

function assertScope(
  { scopes, says = outcomeOf }: FhirVendor,
  { scope }: TokenHolder,
  type: string,
  interaction: Interaction,
): void {
  if (!scopes || scopes.reach(scope, type, interaction)) return;
  throw new Refusal(says(403, "forbidden", `insufficient_scope: ${interaction} of ${type}`));
}

const byMethod = new Map<string, Interaction>([
  ["GET", "read"],
  ["PUT", "update"],
  ["PATCH", "patch"],
]);

function interactionOf(method: string, id: string | undefined): Interaction | undefined {
  if (id !== undefined && id !== "_search") return byMethod.get(method);
  if (method === "POST") return id === undefined ? "create" : "search";
  return method === "GET" && id === undefined ? "search" : undefined;
}

function written(
  vendor: FhirVendor,
  request: VendorRequest,
  interaction: "create" | "update" | "patch",
  type: string,
  id = "",
): Answer {
  const { says = outcomeOf } = vendor;
  const isPatch = interaction === "patch";
  if (!(isPatch ? /\bjson-patch\+json\b/ : /\bjson\b/).test(request.headers["content-type"] ?? "")) {
    const media = isPatch ? "application/json-patch+json" : "application/fhir+json";
    return says(415, "not-supported", `Send ${media}.`);
  }
  const answer =
    interaction === "create" ? vendor.create?.(type, request) : vendor[interaction]?.(type, id, request);
  return answer ?? notOffered(interaction, type, says);
}

export function notOffered(interaction: string, type: string, says: Voice = outcomeOf): Reply {
  return says(405, "not-supported", `${interaction} is not offered for ${type}.`, { allow: "GET" });
}
