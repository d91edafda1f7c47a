/** One FHIR R4 server, signed in to: the token goes to its own origin and nowhere else. */
import { z } from "zod";
import type { Client, OutboundReply, StreamedReply } from "@/lib/http/client";
import { outboundErrors } from "@/lib/http/client";
import { nowMs } from "@/lib/platform/clock";
import type { CarelaneError } from "@/lib/platform/errors";
import type { Recorder, VendorAnswer } from "../../contract";
import type { SmartSession } from "../smart-on-fhir";
import { fhirServerErrors } from "./errors";
import { type Refusal, refusalError, refusalOf } from "./refusal";

export interface FhirServerOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly http: Client;
  readonly session: SmartSession;
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The vendor's own reading of a refusal; undefined leaves it to the general one. */
  readonly explain?: (refusal: Refusal) => CarelaneError | undefined;
  readonly signal?: AbortSignal;
  /** Keeps what is written. */
  readonly recorder?: Recorder;
}

export interface FhirCall {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly retry?: "idempotent" | "never";
  /** What a write is called among messages, such as `Patient.update`; absent for what is none of a record. */
  readonly keptAs?: string;
  /** Looks at a good answer; see the client. */
  readonly check?: (reply: OutboundReply) => void;
}

export interface FhirServer {
  readonly baseUrl: string;
  /** The server's own clock at its first answer, in milliseconds since 1970; undefined before that. */
  readonly firstAnswerMs: number | undefined;
  /** Calls an address on this server, absolute or below its base. Throws a typed error for every refusal. */
  call(address: string, call?: FhirCall): Promise<OutboundReply>;
  /** Streams a file; a token goes along only when asked for, and only to this server's origin. */
  stream(address: string, withToken: boolean): Promise<StreamedReply>;
}

const media = "application/fhir+json";
/** A bundle of 10 MB is legal; this leaves room and bounds memory. */
const maxBytes = 64 * 1024 * 1024;
const maxFileBytes = 1024 ** 4;

const anything = z.unknown();

/** True when both addresses lead to the same origin; the URL parser has already dropped default ports. */
export function isSameOrigin(address: string, baseUrl: string): boolean {
  return URL.parse(address)?.origin === URL.parse(baseUrl)?.origin;
}

/** What the answer says the time is; our own clock where it says nothing. */
function clockOf(reply: OutboundReply): number {
  const told = Date.parse(reply.headers.get("date") ?? "");
  return Number.isNaN(told) ? nowMs() : told;
}

/** Opens a server. Nothing is called yet. */
export function openFhirServer(options: FhirServerOptions): FhirServer {
  const { baseUrl, http, session } = options;
  const absolute = (address: string) => {
    const url = /^https?:/i.test(address) ? address : `${baseUrl}/${address}`;
    if (!isSameOrigin(url, baseUrl)) throw fhirServerErrors.foreign_address();
    return url;
  };
  const headersFor = (authorization?: string) => ({
    ...options.headers,
    ...(authorization && { authorization }),
  });

  let firstAnswerMs: number | undefined;
  const ask = async (address: string, call: FhirCall, heard?: (answer: VendorAnswer) => void) => {
    const url = absolute(address);
    const reply = await session.authorized((authorization) =>
      http.request({
        ...call,
        url,
        maxBytes,
        signal: options.signal,
        headers: {
          accept: media,
          ...(call.body !== undefined && { "content-type": media }),
          ...headersFor(authorization),
          ...call.headers,
        },
        expect: (status) => status !== 401,
      }),
    );
    firstAnswerMs ??= clockOf(reply);
    heard?.(reply);
    if (reply.status < 400) return reply;
    const refusal = refusalOf(reply);
    const mayHaveActed = (call.method === "POST" || call.method === "PATCH") && call.retry !== "idempotent";
    throw options.explain?.(refusal) ?? refusalError(refusal, reply, mayHaveActed);
  };
  return {
    baseUrl,
    get firstAnswerMs() {
      return firstAnswerMs;
    },
    async call(address, { keptAs: type, ...call } = {}) {
      if (type === undefined || !options.recorder) return ask(address, call);
      const write = { type, body: call.body ?? "" };
      return options.recorder.keep(write, (heard) => ask(address, call, heard));
    },
    stream(address, withToken) {
      const request = { url: address, maxBytes: maxFileBytes, signal: options.signal };
      const accept = { accept: "application/fhir+ndjson" };
      if (!withToken) return http.stream({ ...request, headers: accept });
      const url = absolute(address);
      return session.authorized((authorization) =>
        http.stream({
          ...request,
          url,
          redirectsBare: true,
          headers: { ...accept, ...headersFor(authorization) },
        }),
      );
    },
  };
}

/** A check for calls that answer JSON: a page of HTML under status 200 is asked for again, not believed. */
export function checkJson(reply: OutboundReply): void {
  if (reply.bytes.length === 0)
    throw outboundErrors.vendor_reply_unreadable({ detail: "The answer is empty." });
  reply.json(anything);
}
