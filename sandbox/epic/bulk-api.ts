/** Epic's Bulk Data interface over HTTP: kick-off by group, a job to poll, files behind the token. */
import { EpicRefusal, outcome, plainOutcomeReply } from "@/sandbox/epic/outcome";
import { type BulkExports, type ExportJob, pollSeconds } from "@/sandbox/fhir/bulk-export";
import { withLineFaults } from "@/sandbox/fhir/bulk-lines";
import { emptyReply, jsonReply, type Reply } from "@/sandbox/framework/reply";
import type { VendorRequest } from "@/sandbox/framework/vendor";

const errorFile = "OperationOutcome-1.ndjson";
const filesLiveMs = 24 * 3_600_000;

export class EpicBulk {
  constructor(
    private readonly exports: BulkExports,
    private readonly baseUrl: string,
    private readonly groupId: string,
    private readonly knownTypes: string[],
  ) {}

  kickOff(request: VendorRequest, clientId: string, groupId: string): Reply {
    if (groupId !== this.groupId) throw new EpicRefusal(404, { code: 4102 });
    if (!/respond-async/.test(String(request.headers.prefer ?? ""))) {
      return plainOutcomeReply(400, "required", "Bulk export needs the header Prefer: respond-async.");
    }
    const types = request.url.searchParams.get("_type")?.split(",") ?? [];
    const unknown = types.find((type) => !this.knownTypes.includes(type));
    if (unknown) throw new EpicRefusal(400, { code: 4115, diagnostics: `_type: ${unknown}` });
    const seconds = this.exports.secondsToWait(clientId, groupId);
    if (seconds > 0) {
      const text = "This client exported this group too recently: wait, or read the patients one by one.";
      return plainOutcomeReply(429, "throttled", text, { "retry-after": String(seconds) });
    }
    const job = this.exports.begin(clientId, groupId, request.url);
    return emptyReply(202, { "content-location": this.#urlOf(job) });
  }

  /** Answers what lies below /BulkRequest/{job}. */
  answer(request: VendorRequest, clientId: string, [jobId = "", name]: string[]): Reply {
    if (name !== undefined) return this.#file(request, clientId, jobId, name);
    if (request.method === "DELETE") {
      if (!this.exports.cancel(jobId, clientId)) throw new EpicRefusal(404, { code: 4102 });
      return emptyReply(202);
    }
    const progress = this.exports.poll(jobId, clientId);
    if (!progress) throw new EpicRefusal(404, { code: 4102 });
    if ("job" in progress) return this.#manifest(progress.job);
    const wait = { "retry-after": String(pollSeconds) };
    if (progress.tooFast)
      return plainOutcomeReply(429, "throttled", "Polled too often: honour Retry-After.", wait);
    return emptyReply(202, { ...wait, "x-progress": `${progress.percent}% complete` });
  }

  #manifest(job: ExportJob): Reply {
    const fileUrl = (name: string) => `${this.#urlOf(job)}/${name}`;
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
    const headers = { "content-type": "application/fhir+ndjson" };
    const ignored = this.exports.ignoredBy(jobId, clientId);
    if (name === errorFile && ignored.length > 0) {
      const diagnostics = `Unknown parameter: ${ignored.join(", ")}. Parameter has been ignored.`;
      return { status: 200, headers, lines: [JSON.stringify(outcome({ code: 4122, diagnostics }))] };
    }
    const lines = this.exports.lines(jobId, clientId, name);
    if (!lines) throw new EpicRefusal(404, { code: 4102 });
    return { status: 200, headers, lines: withLineFaults(lines, request) };
  }

  #urlOf({ id }: ExportJob): string {
    return `${this.baseUrl}/BulkRequest/${id}`;
  }
}
