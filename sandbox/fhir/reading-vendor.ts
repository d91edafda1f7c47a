/** A FHIR vendor made from what is peculiar to it; unless it declares how it takes writes, it lets itself be read alone. */
import { BulkApi } from "@/sandbox/fhir/bulk-api";
import { BulkExports, type BulkOptions } from "@/sandbox/fhir/bulk-export";
import { capabilityOf, capabilityStatement, smartConfiguration } from "@/sandbox/fhir/capability";
import { ChartServer } from "@/sandbox/fhir/chart-server";
import { fhirDataDoor } from "@/sandbox/fhir/data-door";
import { answerFhir, type FhirVendor } from "@/sandbox/fhir/fhir-endpoint";
import { fhirReply, fhirTextReply } from "@/sandbox/fhir/fhir-reply";
import { type Dialect, generatedPopulation } from "@/sandbox/fhir/generated-charts";
import { type Filing, Holdings } from "@/sandbox/fhir/holdings";
import { PageSessions } from "@/sandbox/fhir/page-sessions";
import { outcomeOf, Refusal, type Voice } from "@/sandbox/fhir/refusal";
import { RuledSearch, type SearchStyle } from "@/sandbox/fhir/ruled-search";
import { SearchPages } from "@/sandbox/fhir/search-pages";
import { parametersOf, type SearchWords } from "@/sandbox/fhir/search-rules";
import { jsonReply, type Reply } from "@/sandbox/framework/reply";
import type { SandboxSettings } from "@/sandbox/framework/settings";
import type { Vendor, VendorRequest } from "@/sandbox/framework/vendor";
import { chartInbox } from "@/sandbox/hl7/inbox";
import { ClientKeys } from "@/sandbox/smart/client-keys";
import type { ResourceScopes } from "@/sandbox/smart/resource-scopes";
import { TokenEndpoint } from "@/sandbox/smart/token-endpoint";

type TokenOptions = ConstructorParameters<typeof TokenEndpoint>[0];

/** What is peculiar to a vendor. */
export interface ReadingVendor {
  id: string;
  name: string;
  version: string;
  /** Below the vendor's prefix, without a slash at the end. */
  fhirPath: string;
  tokenPath: string;
  clientId: string;
  /** Of the group that has every patient; none when left out. */
  groupId?: string;
  /** What a connection form needs besides addresses, client id and group. */
  credentials?: Record<string, string>;
  dialect: (settings: SandboxSettings) => Dialect;
  filing: (settings: SandboxSettings) => Filing;
  search: Omit<SearchStyle, "words" | "pageOver"> & { words?: Partial<SearchWords> } & Partial<
      Pick<SearchStyle, "pageOver">
    >;
  /** Whether `Bundle.total` counts the entries of the page; else there is none. */
  countsPage: boolean;
  /** How a link is written; the base and the query of its own when left out. */
  linkBase?: (baseUrl: string) => string;
  scopes: NonNullable<FhirVendor["scopes"]> & Pick<ResourceScopes, "all">;
  tokens: Pick<TokenOptions, "grantedScope" | "secret" | "algorithms" | "invalidClientStatus"> & {
    /** No token of this vendor's lives longer. */
    mostSeconds?: number;
    authMethods: string[];
  };
  /** Nothing can be exported when left out. */
  bulk?: Pick<BulkOptions, "obeysSince" | "oneAtATime"> & {
    root: string;
    jobParameter?: string;
    exportsPatients?: boolean;
  };
  /** True where it takes no HL7 v2 messages. */
  refusesMessages?: boolean;
  /** True where a message about a new appointment is refused when it has one under that number. */
  booksOnce?: boolean;
  /** Types that its metadata claims to take writes of, whether it does or refuses them. */
  claimsWrites?: string[];
  /** How it takes writes, where it does. */
  writing?: (holdings: Holdings, baseUrl: string) => Pick<FhirVendor, "create" | "update">;
  /** How it says no; in an OperationOutcome when left out. */
  says?: Voice;
  /** The answer to what the vendor does not even look at, such as a call over its quota. */
  bars?: (request: VendorRequest) => Reply | undefined;
  /** The answer to a path that leads to no FHIR. */
  stranger?: (request: VendorRequest) => Reply;
  aside?: FhirVendor["aside"];
  /** What its metadata says of what is served besides records. */
  asideTypes?: Readonly<Record<string, readonly string[]>>;
}

interface Playing {
  vendor: Vendor;
  holdings: Holdings;
  baseUrl: string;
}

/** Makes the vendor as the framework wants it, and shows what stands behind it. */
export function readingVendor(facts: ReadingVendor, origin: string, settings: SandboxSettings): Playing {
  const { id, name, fhirPath, tokenPath, clientId, groupId, says = outcomeOf } = facts;
  const baseUrl = `${origin}/${id}${fhirPath}`;
  const tokenUrl = `${origin}/${id}${tokenPath}`;
  const population = generatedPopulation(settings.seed, settings.patients, facts.dialect(settings));
  const holdings = new Holdings(population, facts.filing(settings));
  const keys = new ClientKeys();
  const tokens = tokensOf(facts, tokenUrl, keys, settings);
  const fhir = fhirOf({ ...facts, says }, { baseUrl, tokenUrl, holdings, tokens }, settings);
  const stranger = facts.stranger ?? (() => fhir.notFound());
  const vendor: Vendor = {
    id,
    name,
    address: {
      baseUrl,
      tokenUrl,
      mllp: null,
      credentials: {
        clientId,
        fhirBaseUrl: baseUrl,
        tokenUrl,
        ...(groupId !== undefined && { groupId }),
        ...facts.credentials,
      },
    },
    data: fhirDataDoor(holdings),
    ...(!facts.refusesMessages && { inbox: chartInbox(holdings, facts) }),
    registerClient: (registration) => keys.register(registration),
    refusal: (status) => says(status, codeOf(status), `The server answers ${status}.`),
    handle: async (request) => {
      const barred = facts.bars?.(request);
      if (barred) return barred;
      if (request.path === tokenPath) return tokens.answer(request);
      if (!request.path.startsWith(`${fhirPath}/`)) return stranger(request);
      return answerFhir(fhir, request, request.path.slice(fhirPath.length + 1).split("/"));
    },
  };
  return { vendor, holdings, baseUrl };
}

interface Standing {
  baseUrl: string;
  tokenUrl: string;
  holdings: Holdings;
  tokens: TokenEndpoint;
}

function fhirOf(
  facts: ReadingVendor & { says: Voice },
  standing: Standing,
  settings: SandboxSettings,
): FhirVendor {
  const { says, scopes, aside } = facts;
  const { tokens, holdings } = standing;
  const search = searchOf(facts, standing, settings);
  return {
    tokens,
    bulk: bulkOf(facts, standing, settings),
    says,
    scopes,
    aside,
    openDocument: (path) => openDocument(path, facts, standing),
    serves: (type) => facts.search.rules.has(type),
    notFound: () => says(404, "not-found", "There is no such resource."),
    unauthorized: () =>
      says(401, "login", "The access token is missing, expired or not valid.", {
        "www-authenticate": 'Bearer error="invalid_token"',
      }),
    formatRefusal: ({ headers: { accept = "*/*" } }) =>
      /json|\*\/\*/.test(accept) ? undefined : says(406, "not-supported", "Only JSON is offered."),
    search: (type, query, request) => search.answer(type, query, request),
    read: (type, id) => read(holdings, facts, type, id),
    ...facts.writing?.(holdings, standing.baseUrl),
  };
}

function read(
  holdings: Holdings,
  { groupId, says = outcomeOf }: ReadingVendor,
  type: string,
  id: string,
): Reply {
  if (type === "Group" && id === groupId) {
    const group = { resourceType: "Group", id, active: true, type: "person", actual: true };
    return fhirReply(200, { ...group, quantity: holdings.count("Patient") });
  }
  const text = holdings.text(type, id);
  if (text !== undefined) return fhirTextReply(200, text);
  const departure = holdings.departure(type, id);
  const isDeleted = departure !== undefined && "deleted" in departure;
  return isDeleted
    ? says(410, "deleted", "The resource was deleted.")
    : says(404, "not-found", "There is no such resource.");
}

function searchOf(
  { search, countsPage, linkBase, says = outcomeOf }: ReadingVendor,
  { baseUrl, holdings }: Standing,
  settings: SandboxSettings,
): RuledSearch {
  const refused = (status: number, code: string, text: string) => new Refusal(says(status, code, text));
  const words: SearchWords = {
    unknown: (name) => refused(400, "invalid", `The parameter ${name} is not supported.`),
    missing: (needs) => {
      const choices = needs.map((group) => group.join(" with ")).join(", ");
      return refused(400, "required", `One of these parameters is required: ${choices}.`);
    },
    unfit: (text) => refused(400, "invalid", text),
  };
  const charts = new ChartServer(holdings, (diagnostics) => refused(400, "invalid", diagnostics));
  const sessions = new PageSessions(settings.pageSessionSeconds, settings.now);
  const pages = new SearchPages(holdings, sessions, {
    baseUrl: linkBase?.(baseUrl) ?? baseUrl,
    nextQuery: (sessionId, query) => {
      const next = new URLSearchParams(search.linksKeepQuery ? query : undefined);
      next.set(search.pageParameter, sessionId);
      return String(next);
    },
    countsPage,
  });
  const pageOver = () => refused(400, "expired", "The time of this page is over.");
  return new RuledSearch(charts, pages, { pageOver, ...search, words: { ...words, ...search.words } });
}

function tokensOf(
  { tokens }: ReadingVendor,
  tokenUrl: string,
  keys: ClientKeys,
  settings: SandboxSettings,
): TokenEndpoint {
  const { mostSeconds = Number.POSITIVE_INFINITY, authMethods: _, ...options } = tokens;
  return new TokenEndpoint({
    ...options,
    tokenUrl,
    keys,
    lifetimeSeconds: Math.min(mostSeconds, settings.tokenLifetimeSeconds),
    now: settings.now,
  });
}

function bulkOf(
  { bulk, groupId, search, says = outcomeOf }: ReadingVendor,
  { baseUrl, holdings }: Standing,
  settings: SandboxSettings,
): BulkApi | undefined {
  if (!bulk || groupId === undefined) return undefined;
  const exports = new BulkExports(holdings, {
    durationMs: settings.exportDurationMs,
    minIntervalSeconds: 0,
    linesPerFile: settings.exportLinesPerFile,
    obeysSince: bulk.obeysSince,
    oneAtATime: bulk.oneAtATime,
    now: settings.now,
  });
  return new BulkApi(exports, {
    baseUrl,
    root: bulk.root,
    jobParameter: bulk.jobParameter,
    exportsPatients: bulk.exportsPatients,
    groupId,
    knownTypes: [...search.rules.keys()],
    says,
    unknownJobOrGroup: () => new Refusal(says(404, "not-found", "There is no such group, job or file.")),
    unknownType: (type) => new Refusal(says(400, "invalid", `_type does not take ${type}.`)),
    ignoredOutcome: () => ({ resourceType: "OperationOutcome", issue: [] }),
  });
}

function openDocument(
  path: string,
  facts: ReadingVendor,
  { baseUrl, tokenUrl }: Standing,
): Reply | undefined {
  const { name, version, search, tokens, scopes, claimsWrites = [], asideTypes = {} } = facts;
  if (path === "metadata") {
    const software = { name: `${name} (simulated)`, version };
    const resource = [...search.rules].map(([type, rule]) => {
      const interactions = [
        "read",
        "search-type",
        ...(claimsWrites.includes(type) ? ["create", "update"] : []),
      ];
      return capabilityOf(type, { interactions, searchParameters: parametersOf(rule) });
    });
    const aside = Object.entries(asideTypes).map(([type, interactions]) =>
      capabilityOf(type, { interactions: [...interactions], searchParameters: [] }),
    );
    const statement = {
      baseUrl,
      tokenUrl,
      software,
      date: "2026-05-01",
      format: ["json"],
      resource: [...resource, ...aside],
    };
    return fhirReply(200, capabilityStatement(statement));
  }
  if (path !== ".well-known/smart-configuration") return undefined;
  const { authMethods, algorithms = ["RS384", "ES384"] } = tokens;
  return jsonReply(
    200,
    smartConfiguration({ baseUrl, tokenUrl, authMethods, algorithms, scopes: scopes.all() }),
  );
}

const refusalCodes: Record<number, string> = { 403: "forbidden", 423: "lock-error", 429: "throttled" };

function codeOf(status: number): string {
  return refusalCodes[status] ?? (status >= 500 ? "exception" : "processing");
}
