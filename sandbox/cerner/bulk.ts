/** Oracle Health's bulk export: by group, one running job, files behind presigned addresses that take no token. */
import { createHmac, randomBytes } from "node:crypto";
import { searchRules } from "@/sandbox/cerner/search-rules";
import { BulkApi, linesReply } from "@/sandbox/fhir/bulk-api";
import { BulkExports } from "@/sandbox/fhir/bulk-export";
import type { Holdings } from "@/sandbox/fhir/holdings";
import { refusalOf } from "@/sandbox/fhir/refusal";
import type { Reply } from "@/sandbox/framework/reply";
import type { SandboxSettings } from "@/sandbox/framework/settings";
import type { VendorRequest } from "@/sandbox/framework/vendor";

interface Addresses {
  baseUrl: string;
  /** Below which presigned files lie. */
  filesUrl: string;
  groupId: string;
}

export function cernerBulk(
  { baseUrl, filesUrl, groupId }: Addresses,
  holdings: Holdings,
  settings: SandboxSettings,
) {
  const exports = new BulkExports(holdings, {
    durationMs: settings.exportDurationMs,
    minIntervalSeconds: 0,
    linesPerFile: settings.exportLinesPerFile,
    obeysSince: true,
    oneAtATime: true,
    now: settings.now,
  });
  const files = new PresignedFiles(exports, filesUrl);
  const bulk = new BulkApi(exports, {
    baseUrl,
    root: "bulk-export",
    groupId,
    knownTypes: [...searchRules.keys()],
    unknownJobOrGroup: () => refusalOf(404, "not-found", "There is no such group, job or file."),
    unknownType: (type) => refusalOf(400, "invalid", `_type does not take ${type}.`),
    ignoredOutcome: () => ({ resourceType: "OperationOutcome", issue: [] }),
    fileAddress: (jobId, name) => files.addressOf(jobId, name),
  });
  return { files, bulk };
}

/** Files in a store that knows signatures, and refuses a call that brings a token as well. */
export class PresignedFiles {
  readonly path = "/export-store/";
  readonly #key = randomBytes(32);

  constructor(
    private readonly exports: BulkExports,
    private readonly origin: string,
  ) {}

  addressOf(jobId: string, name: string): string {
    return `${this.origin}${this.path}${jobId}/${name}?signature=${this.#signatureOf(jobId, name)}`;
  }

  answer(request: VendorRequest): Reply {
    const [jobId = "", name = ""] = request.path.slice(this.path.length).split("/");
    if (request.headers.authorization !== undefined) return xmlError(400, "InvalidArgument");
    if (request.url.searchParams.get("signature") !== this.#signatureOf(jobId, name)) {
      return xmlError(403, "SignatureDoesNotMatch");
    }
    const lines = this.exports.lines(jobId, name);
    return lines ? linesReply(lines, request) : xmlError(404, "NoSuchKey");
  }

  #signatureOf(jobId: string, name: string): string {
    return createHmac("sha256", this.#key).update(`${jobId}/${name}`).digest("hex");
  }
}

function xmlError(status: number, code: string): Reply {
  return {
    status,
    headers: { "content-type": "application/xml" },
    body: `<Error><Code>${code}</Code></Error>`,
  };
}
