/** The simulated Epic. Its rules and what they rest on: README.md beside this file. */
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { grantedScopes } from "@/sandbox/epic/capability";
import { type EpicParts, epicFhir, htmlNotFound } from "@/sandbox/epic/fhir-api";
import { EpicRefusal, outcome, outcomeReply } from "@/sandbox/epic/outcome";
import { epicPopulation } from "@/sandbox/epic/population";
import { EpicSearch } from "@/sandbox/epic/search";
import { searchRules } from "@/sandbox/epic/search-parameters";
import { seedFrom } from "@/sandbox/epic/seed";
import { BulkApi } from "@/sandbox/fhir/bulk-api";
import { BulkExports } from "@/sandbox/fhir/bulk-export";
import { ChartServer } from "@/sandbox/fhir/chart-server";
import { fhirDataDoor } from "@/sandbox/fhir/data-door";
import { answerFhir } from "@/sandbox/fhir/fhir-endpoint";
import { type Filing, Holdings } from "@/sandbox/fhir/holdings";
import { opaqueIdFor } from "@/sandbox/fhir/opaque-ids";
import { PageSessions } from "@/sandbox/fhir/page-sessions";
import { withoutVersion } from "@/sandbox/fhir/record-meta";
import { outcomeOf } from "@/sandbox/fhir/refusal";
import { SearchPages } from "@/sandbox/fhir/search-pages";
import type { Reply } from "@/sandbox/framework/reply";
import type { SandboxSettings } from "@/sandbox/framework/settings";
import type { Vendor } from "@/sandbox/framework/vendor";
import { chartInbox } from "@/sandbox/hl7/inbox";
import { ClientKeys } from "@/sandbox/smart/client-keys";
import { TokenEndpoint } from "@/sandbox/smart/token-endpoint";

const fhirPath = "/api/FHIR/R4";
const tokenPath = "/oauth2/token";
/** The group of Epic's public sandbox. */
const groupId = "e3iabhmS8rsueyz7vaimuiaSmfGvi.QwjVXJANlPOgR83";
const clientId = "3f1c52d7-8a0e-4b5e-9d53-7a2f0c6e41b9";
const dataFolder = fileURLToPath(new URL("../data/epic", import.meta.url));

export function epic(origin: string, settings: SandboxSettings): Vendor {
  const baseUrl = `${origin}/epic${fhirPath}`;
  const tokenUrl = `${origin}/epic${tokenPath}`;
  const holdings = new Holdings(epicPopulation(settings.seed, settings.patients), filing);
  seedFrom(dataFolder, holdings);
  const keys = new ClientKeys();
  const parts = partsOf({ baseUrl, tokenUrl, holdings, keys }, settings);
  const fhir = epicFhir(parts);
  return {
    id: "epic",
    name: "Epic",
    address: {
      baseUrl,
      tokenUrl,
      mllp: null,
      credentials: { clientId, fhirBaseUrl: baseUrl, tokenUrl, groupId },
    },
    data: fhirDataDoor(holdings),
    inbox: chartInbox(holdings),
    registerClient: (registration) => keys.register(registration),
    refusal,
    handle: async (request) => {
      if (request.path === tokenPath) return parts.tokens.answer(request);
      if (!request.path.startsWith(`${fhirPath}/`)) return htmlNotFound();
      return answerFhir(fhir, request, request.path.slice(fhirPath.length + 1).split("/"));
    },
  };
}

interface Foundation {
  baseUrl: string;
  tokenUrl: string;
  holdings: Holdings;
  keys: ClientKeys;
}

function partsOf({ baseUrl, tokenUrl, holdings, keys }: Foundation, settings: SandboxSettings): EpicParts {
  const { now } = settings;
  const charts = new ChartServer(
    holdings,
    (diagnostics) => new EpicRefusal(400, { code: 59111, diagnostics }),
  );
  const pages = new SearchPages(holdings, new PageSessions(settings.pageSessionSeconds, now), {
    baseUrl,
    nextQuery: (sessionId) => `sessionID=${sessionId}`,
    countsPage: true,
  });
  return {
    baseUrl,
    tokenUrl,
    groupId,
    charts,
    search: new EpicSearch(charts, pages),
    bulk: bulkOf(baseUrl, holdings, settings),
    tokens: new TokenEndpoint({
      tokenUrl,
      keys,
      grantedScope: () => grantedScopes(),
      lifetimeSeconds: settings.tokenLifetimeSeconds,
      now,
    }),
  };
}

function bulkOf(baseUrl: string, holdings: Holdings, settings: SandboxSettings): BulkApi {
  const exports = new BulkExports(holdings, {
    durationMs: settings.exportDurationMs,
    minIntervalSeconds: settings.exportMinIntervalSeconds,
    linesPerFile: settings.exportLinesPerFile,
    obeysSince: false,
    oneAtATime: false,
    now: settings.now,
  });
  return new BulkApi(exports, {
    baseUrl,
    root: "BulkRequest",
    groupId,
    knownTypes: [...searchRules.keys()],
    unknownJobOrGroup: () => new EpicRefusal(404, { code: 4102 }),
    unknownType: (type) => new EpicRefusal(400, { code: 4115, diagnostics: `_type: ${type}` }),
    ignoredOutcome: (names) => {
      const diagnostics = `Unknown parameter: ${names.join(", ")}. Parameter has been ignored.`;
      return outcome({ code: 4122, diagnostics });
    },
  });
}

/** Epic gives opaque ids and keeps neither meta.versionId nor meta.lastUpdated. */
const filing: Filing = {
  newId: () => opaqueIdFor("new", randomUUID(), 24),
  filed: withoutVersion,
};

function refusal(status: number): Reply {
  if (status >= 500) return outcomeReply(status, { code: 59177 });
  if (status === 403) return outcomeReply(status, { code: 4118 });
  const code = status === 429 ? "throttled" : "processing";
  return outcomeOf(status, code, `The server answers ${status}.`);
}
