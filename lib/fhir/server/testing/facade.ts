/** The façade as a client sees it: its routes called with a key or a token, or served on a port. */

import { GET as smartRoute } from "@/app/api/fhir/R4/.well-known/smart-configuration/route";
import * as facade from "@/app/api/fhir/R4/[[...path]]/route";
import { GET as metadataRoute } from "@/app/api/fhir/R4/metadata/route";
import * as subscriptions from "@/app/api/fhir/R4/Subscription/[[...path]]/route";
import { POST as tokenRoute } from "@/app/api/fhir/token/route";
import type { RouteHandler } from "@/lib/http";
import { type ServedRoutes, serveRoutes } from "@/lib/http/testing/served-routes";

const base = "http://localhost:3000/api/fhir/R4";

interface Ask {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Handlers = Readonly<Record<string, RouteHandler>>;

const onRecords: Handlers = { ...facade };
const onSubscriptions: Handlers = { ...subscriptions };

function textOf(body: unknown): string | undefined {
  return body === undefined || typeof body === "string" ? body : JSON.stringify(body);
}

/** Calls the façade with this Authorization. */
export function facadeFor(authorization?: string) {
  return async (method: string, address: string, { body, headers = {} }: Ask = {}) => {
    const handler = (address.startsWith("Subscription") ? onSubscriptions : onRecords)[method];
    if (!handler) throw new Error(`There is no ${method}`);
    const url = address.startsWith("http") ? address : `${base}${address ? `/${address}` : ""}`;
    const request = new Request(url, {
      method,
      headers: {
        ...(body !== undefined && { "content-type": "application/fhir+json" }),
        ...(authorization && { authorization }),
        ...headers,
      },
      body: textOf(body),
    });
    const response = await handler(request, { params: Promise.resolve({}) });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text ? JSON.parse(text) : undefined,
    };
  };
}

export type Facade = ReturnType<typeof facadeFor>;

/** The façade on a port of this machine. */
export function serveFacade(): Promise<ServedRoutes> {
  return serveRoutes({
    "/api/fhir/R4/[[...path]]": { ...facade },
    "/api/fhir/R4/Subscription/[[...path]]": { ...subscriptions },
    "/api/fhir/R4/metadata": { GET: metadataRoute },
    "/api/fhir/R4/.well-known/smart-configuration": { GET: smartRoute },
    "/api/fhir/token": { POST: tokenRoute },
  });
}
