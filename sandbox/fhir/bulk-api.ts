/** Bulk Data over HTTP: kick-off by group, a job to poll, files (HL7 Bulk Data Access). */
import { type BulkExports, type ExportJob, pollSeconds } from "@/sandbox/fhir/bulk-export";
import { withLineFaults } from "@/sandbox/fhir/bulk-lines";
import type { JsonObject } from "@/sandbox/fhir/exact-json";
import { outcomeOf, type Refusal, type Voice } from "@/sandbox/fhir/refusal";
import { emptyReply, jsonReply, type Reply } from "@/sandbox/framework/reply";
import type { VendorRequest } from "@/sandbox/framework/vendor";

const errorFile = "OperationOutcome-1.ndjson";
const ndjson = { "content-type": "application/fhir+ndjson" };
const filesLiveMs = 24 * 3_600_000;

interface BulkRules {
  baseUrl: string;
  /** The path below the base where jobs lie. */
  root: string;
  groupId: string;
  /** The parameter that names a job, for vendors that do not name it in the path. */
  jobParameter?: string;
  /** Whether all patients may be exported without naming a group. */
  exportsPatients?: boolean;
  knownTypes: string[];
  /** How it says no; in an OperationOutcome when left out. */
  says?: Voice;
  unknownJobOrGroup(): Refusal;
  unknownType(type: string): Refusal;
  /** What the manifest's error file says of parameters that were not obeyed. */
  ignoredOutcome(names: string[]): JsonObject;
  /** Where a file really lies, when the vendor sends its readers elsewhere. */
  fileAddress?(jobId: string, name: string): string;
}

export class BulkApi {
  readonly root: string;
  readonly exportsPatients: boolean;

  constructor(
    private readonly exports: BulkExports,
    private readonly rules: BulkRules,
  ) {
    this.root = rules.root;
    this.exportsPatients = rules.exportsPatients ?? false;
  }

  /** Begins an export of a group, or of all patients. */
  kickOff(request: VendorRequest, clientId: string, groupId?: string): Reply {
    const { says = outcomeOf } = this.rules;
    if (groupId !== undefined && groupId !== this.rules.groupId) throw this.rules.unknownJobOrGroup();
    if (!/respond-async/.test(String(request.headers.prefer ?? ""))) {
      return says(400, "required", "Bulk export needs the header Prefer: respond-async.");
    }
    const types = request.url.searchParams.get("_type")?.split(",") ?? [];
    const unknown = types.find((type) => !this.rules.knownTypes.includes(type));
    if (unknown) throw this.rules.unknownType(unknown);
    if (this.exports.isBusy(clientId)) {
      const wait = { "retry-after": String(pollSeconds) };
      return says(429, "throttled", "An export of this client is still running.", wait);
    }
    const seconds = this.exports.secondsToWait(clientId, groupId ?? "");
    if (seconds > 0) {
      const text = "This client exported this group too recently: wait, or read the patients one by one.";
      return says(429, "throttled", text, { "retry-after": String(seconds) });
    }
    const job = this.exports.begin(clientId, groupId ?? "", request.url);
    return emptyReply(202, { "content-location": this.#urlOf(job) });
  }

  /** Answers what lies below the root: /{job}[/{file}]. */
  answer(request: VendorRequest, clientId: string, [pathJob, name]: string[]): Reply {
    const { jobParameter = "", says = outcomeOf } = this.rules;
    const jobId = pathJob ?? request.url.searchParams.get(jobParameter) ?? "";
    if (name !== undefined) return this.#file(request, clientId, jobId, name);
    if (request.method === "DELETE") {
      if (!this.exports.cancel(jobId, clientId)) throw this.rules.unknownJobOrGroup();
      return emptyReply(202);
    }
    const progress = this.exports.poll(jobId, clientId);
    if (!progress) throw this.rules.unknownJobOrGroup();
    if ("job" in progress) return this.#manifest(progress.job);
    const wait = { "retry-after": String(pollSeconds) };
    if (progress.tooFast) return says(429, "throttled", "Polled too often: honour Retry-After.", wait);
    return emptyReply(202, { ...wait, "x-progress": `${progress.percent}% complete` });
  }

  #manifest(job: ExportJob): Reply {
    const fileUrl = (name: string) => `${this.rules.baseUrl}/${this.root}/${job.id}/${name}`;
    const manifest = {
      transactionTime: new Date(job.startedAtMs).toISOString(),
      request: job.request,
      requiresAccessToken: true,
      output: job.files.map(({ type, name, count, filters }) => ({
        type,
        url: fileUrl(name),
        ...(filters.length === 0 && { count }),
      })),
      deleted: [],
      error: job.ignored.length > 0 ? [{ type: "OperationOutcome", url: fileUrl(errorFile), count: 1 }] : [],
    };
    return jsonReply(200, manifest, { expires: new Date(job.startedAtMs + filesLiveMs).toUTCString() });
  }

  #file(request: VendorRequest, clientId: string, jobId: string, name: string): Reply {
    const ignored = this.exports.ignoredBy(jobId, clientId);
    if (name === errorFile && ignored.length > 0) {
      return { status: 200, headers: ndjson, lines: [JSON.stringify(this.rules.ignoredOutcome(ignored))] };
    }
    const lines = this.exports.lines(jobId, name, clientId);
    if (!lines) throw this.rules.unknownJobOrGroup();
    const location = this.rules.fileAddress?.(jobId, name);
    return location === undefined ? linesReply(lines, request) : emptyReply(307, { location });
  }

  #urlOf({ id }: ExportJob): string {
    const { baseUrl, jobParameter } = this.rules;
    const root = `${baseUrl}/${this.root}`;
    return jobParameter === undefined ? `${root}/${id}` : `${root}?${jobParameter}=${id}`;
  }
}

/** The lines of an export file as they are sent. */
export function linesReply(lines: Iterable<string>, request: VendorRequest): Reply {
  return { status: 200, headers: ndjson, lines: withLineFaults(lines, request) };
}
