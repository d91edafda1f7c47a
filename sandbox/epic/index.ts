/** The simulated Epic. Its rules and what they rest on: README.md beside this file. */
import { fileURLToPath } from "node:url";
import { EpicBulk } from "@/sandbox/epic/bulk-api";
import { grantedScopes } from "@/sandbox/epic/capability";
import { ChartServer } from "@/sandbox/epic/chart-server";
import { epicDataDoor } from "@/sandbox/epic/data-door";
import { answerFhir, type EpicParts, htmlNotFound } from "@/sandbox/epic/fhir-api";
import { outcomeReply, plainOutcomeReply } from "@/sandbox/epic/outcome";
import { epicPopulation } from "@/sandbox/epic/population";
import { EpicSearch } from "@/sandbox/epic/search";
import { searchRules } from "@/sandbox/epic/search-parameters";
import { seedFrom } from "@/sandbox/epic/seed";
import { BulkExports } from "@/sandbox/fhir/bulk-export";
import { Holdings } from "@/sandbox/fhir/holdings";
import { PageSessions } from "@/sandbox/fhir/page-sessions";
import type { Reply } from "@/sandbox/framework/reply";
import type { SandboxSettings } from "@/sandbox/framework/settings";
import type { Vendor } from "@/sandbox/framework/vendor";
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
  const holdings = new Holdings(epicPopulation(settings.seed, settings.patients));
  seedFrom(dataFolder, holdings);
  const keys = new ClientKeys();
  const parts = partsOf({ baseUrl, tokenUrl, holdings, keys }, settings);
  return {
    id: "epic",
    name: "Epic",
    address: {
      baseUrl,
      tokenUrl,
      mllp: null,
      credentials: { clientId, fhirBaseUrl: baseUrl, tokenUrl, groupId },
    },
    data: epicDataDoor(holdings),
    registerClient: (registration) => keys.register(registration),
    refusal,
    handle: async (request) => {
      if (request.path === tokenPath) return parts.tokens.answer(request);
      if (!request.path.startsWith(`${fhirPath}/`)) return htmlNotFound();
      return answerFhir(parts, request, request.path.slice(fhirPath.length + 1).split("/"));
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
  const charts = new ChartServer(holdings);
  const exports = new BulkExports(holdings, {
    durationMs: settings.exportDurationMs,
    minIntervalSeconds: settings.exportMinIntervalSeconds,
    linesPerFile: settings.exportLinesPerFile,
    now,
  });
  return {
    baseUrl,
    tokenUrl,
    groupId,
    charts,
    search: new EpicSearch(charts, new PageSessions(settings.pageSessionSeconds, now), baseUrl),
    bulk: new EpicBulk(exports, baseUrl, groupId, [...searchRules.keys()]),
    tokens: new TokenEndpoint({
      tokenUrl,
      keys,
      scope: grantedScopes(),
      lifetimeSeconds: settings.tokenLifetimeSeconds,
      now,
    }),
  };
}

function refusal(status: number): Reply {
  if (status >= 500) return outcomeReply(status, { code: 59177 });
  if (status === 403) return outcomeReply(status, { code: 4118 });
  const code = status === 429 ? "throttled" : "processing";
  return plainOutcomeReply(status, code, `The server answers ${status}.`);
}
