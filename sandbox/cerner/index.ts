/** The simulated Oracle Health (Cerner Millennium). Its rules and what they rest on: README.md beside this file. */
import { cernerBulk, type PresignedFiles } from "@/sandbox/cerner/bulk";
import { type CernerParts, cernerFhir } from "@/sandbox/cerner/fhir-api";
import { cernerPopulation, tenant } from "@/sandbox/cerner/population";
import { grantedScope } from "@/sandbox/cerner/scopes";
import { CernerSearch } from "@/sandbox/cerner/search";
import { cernerFiling } from "@/sandbox/cerner/versions";
import { CernerWriting } from "@/sandbox/cerner/writing";
import { ChartServer } from "@/sandbox/fhir/chart-server";
import { fhirDataDoor } from "@/sandbox/fhir/data-door";
import { answerFhir, type FhirVendor } from "@/sandbox/fhir/fhir-endpoint";
import { Holdings } from "@/sandbox/fhir/holdings";
import { PageSessions } from "@/sandbox/fhir/page-sessions";
import { outcomeOf, refusalOf } from "@/sandbox/fhir/refusal";
import { SearchPages } from "@/sandbox/fhir/search-pages";
import type { Reply } from "@/sandbox/framework/reply";
import type { SandboxSettings } from "@/sandbox/framework/settings";
import type { Vendor, VendorRequest } from "@/sandbox/framework/vendor";
import { chartInbox } from "@/sandbox/hl7/inbox";
import { ClientKeys } from "@/sandbox/smart/client-keys";
import { TokenEndpoint } from "@/sandbox/smart/token-endpoint";

const id = "cerner";
const fhirPath = `/r4/${tenant}`;
const tokenPath = `/tenants/${tenant}/protocols/oauth2/profiles/smart-v1/token`;
/** A group of the vendor's public sandbox. */
const groupId = "11ec-d16a-c763b73e-98e8-a31715e6a2bf";
const clientId = "9d1b6c0e-52f4-4f0b-a0c7-1c7f5e3b2a84";
const clientSecret = "sandbox-secret-of-the-simulated-system-account";
/** No token of this vendor's lives longer. */
const tokenLifetimeSeconds = 570;

export function cerner(origin: string, settings: SandboxSettings): Vendor {
  const baseUrl = `${origin}/${id}${fhirPath}`;
  const tokenUrl = `${origin}/${id}${tokenPath}`;
  const holdings = new Holdings(
    cernerPopulation(settings.seed, settings.patients),
    cernerFiling(settings.now),
  );
  const keys = new ClientKeys();
  const { files, bulk } = cernerBulk({ baseUrl, filesUrl: `${origin}/${id}`, groupId }, holdings, settings);
  const parts: CernerParts = {
    baseUrl,
    tokenUrl,
    groupId,
    holdings,
    bulk,
    search: searchOf(baseUrl, holdings, settings),
    writing: new CernerWriting(holdings, baseUrl),
    tokens: tokensOf(tokenUrl, keys, settings),
  };
  const fhir = cernerFhir(parts);
  const credentials = { clientId, clientSecret, tenant, fhirBaseUrl: baseUrl, tokenUrl, groupId };
  return {
    id,
    name: "Oracle Health",
    address: { baseUrl, tokenUrl, mllp: null, credentials },
    data: fhirDataDoor(holdings),
    inbox: chartInbox(holdings),
    registerClient: (registration) => keys.register(registration),
    refusal,
    handle: (request) => handled(fhir, files, request),
  };
}

async function handled(fhir: FhirVendor, files: PresignedFiles, request: VendorRequest): Promise<Reply> {
  const { path, method, headers } = request;
  if (path === tokenPath) return fhir.tokens.answer(request);
  if (path.startsWith(files.path)) return files.answer(request);
  if (!path.startsWith(`${fhirPath}/`))
    return outcomeOf(403, "forbidden", "The tenant is not valid or accessible.");
  const isPatch =
    method === "POST" && headers["x-http-method-override"]?.toString().toUpperCase() === "PATCH";
  const call = isPatch ? { ...request, method: "PATCH" } : request;
  return answerFhir(fhir, call, path.slice(fhirPath.length + 1).split("/"));
}

function searchOf(baseUrl: string, holdings: Holdings, settings: SandboxSettings): CernerSearch {
  const charts = new ChartServer(holdings, (diagnostics) => refusalOf(400, "invalid", diagnostics));
  const sessions = new PageSessions(settings.pageSessionSeconds, settings.now);
  const nextQuery = (sessionId: string) => `-pageContext=${sessionId}&-pageDirection=NEXT`;
  return new CernerSearch(
    charts,
    new SearchPages(holdings, sessions, { baseUrl, nextQuery, countsPage: false }),
  );
}

function tokensOf(tokenUrl: string, keys: ClientKeys, settings: SandboxSettings): TokenEndpoint {
  return new TokenEndpoint({
    tokenUrl,
    keys,
    grantedScope,
    secret: { clientId, value: clientSecret, sentBy: ["basic"] },
    lifetimeSeconds: Math.min(tokenLifetimeSeconds, settings.tokenLifetimeSeconds),
    now: settings.now,
  });
}

const refusalCodes: Record<number, string> = {
  403: "forbidden",
  423: "lock-error",
  424: "processing",
  429: "throttled",
};

function refusal(status: number): Reply {
  const code = refusalCodes[status] ?? (status >= 500 ? "exception" : "processing");
  return outcomeOf(status, code, `The server answers ${status}.`);
}
