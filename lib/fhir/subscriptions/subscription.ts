/** A Subscription as a client may send it (https://hl7.org/fhir/R4/subscription.html). Pure. */
import { z } from "zod";
import type { FhirJson } from "@/lib/fhir";
import { requireValid } from "@/lib/fhir/validate";
import { nowMs } from "@/lib/platform/clock";
import type { FieldError } from "@/lib/platform/errors";
import { resourceTypes } from "../server";
import { headerProblem, unmaskedHeaders } from "./channel-headers";
import { type Criteria, readCriteria } from "./criteria";
import { subscriptionErrors } from "./errors";

export const subscriptionSchema = z.looseObject({
  resourceType: z.literal("Subscription"),
  meta: z.record(z.string(), z.unknown()).optional(),
  status: z.string(),
  reason: z.string(),
  criteria: z.string(),
  end: z.iso.datetime({ offset: true, error: "write a time with seconds and zone" }).optional(),
  channel: z.looseObject({
    type: z.string(),
    endpoint: z.string().optional(),
    payload: z.string().optional(),
    header: z.array(z.string()).optional(),
  }),
});
/** What its client said, headers in clear. */
export type Subscription = z.output<typeof subscriptionSchema>;

export interface Wanted {
  readonly subscription: Subscription;
  readonly criteria: Criteria;
  readonly endpoint: string;
}

const jsonPayload = "application/fhir+json";
const mostHeaders = 20;
const mostCharacters = 50_000;

function channelProblems({ channel }: Subscription): FieldError[] {
  const { type, endpoint, payload, header = [] } = channel;
  const at = (element: string, message: string) => ({ path: `Subscription.channel.${element}`, message });
  const headers = header.flatMap((text, n) => {
    const problem = headerProblem(text);
    return problem ? [at(`header[${n}]`, problem)] : [];
  });
  return [
    ...(type === "rest-hook" ? [] : [at("type", "only rest-hook works here")]),
    ...(endpoint === undefined ? [at("endpoint", "send the address that is to be called")] : []),
    ...(payload === undefined || payload === jsonPayload
      ? []
      : [at("payload", `only ${jsonPayload} is written here; without a payload notifications are empty`)]),
    ...(header.length > mostHeaders ? [at("header", `at most ${mostHeaders} are kept`)] : headers),
  ];
}

function problemsOf(subscription: Subscription, criteria: Criteria | undefined): FieldError[] {
  const { status, end } = subscription;
  const isPast = end !== undefined && Date.parse(end) <= nowMs();
  const at = (element: string, message: string) => ({ path: `Subscription.${element}`, message });
  const isLong = JSON.stringify(subscription).length > mostCharacters;
  return [
    ...(isLong ? [{ path: "Subscription", message: `at most ${mostCharacters} characters are kept` }] : []),
    ...(status === "requested" || status === "off"
      ? []
      : [at("status", "send requested to begin or begin anew, or off; the others are the server's to say")]),
    ...(criteria ? [] : [at("criteria", `write Type?parameter=value, of ${resourceTypes.join(", ")}`)]),
    ...(isPast && status !== "off" ? [at("end", "this time has passed")] : []),
    ...channelProblems(subscription),
  ];
}

function originOf({ channel }: Subscription): string {
  return URL.parse(channel.endpoint ?? "")?.origin ?? "";
}

/** What came, in place of `before`, whose headers it may repeat as they were shown, but not to another receiver. */
function withHeaders(sent: Subscription, before: Subscription | undefined): Subscription {
  const { header } = sent.channel;
  if (!header || !before || originOf(before) !== originOf(sent)) return sent;
  return {
    ...sent,
    channel: { ...sent.channel, header: unmaskedHeaders(header, before.channel.header ?? []) },
  };
}

/** What FHIR lets a client leave out or say by an extension is needed here all the same. */
function parse(sent: FhirJson): Subscription {
  const parsed = subscriptionSchema.safeParse(sent);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({
    path: ["Subscription", ...path].join("."),
    message,
  }));
  throw subscriptionErrors.subscription_refused({ errors });
}

/** Throws `fhir_resource_invalid`, and `subscription_refused` with all that does not work here. */
export function readSubscription(body: unknown, before?: Subscription): Wanted {
  const { id: _id, error: _error, ...sent } = requireValid(body, "Subscription");
  const subscription = withHeaders(parse(sent), before);
  const criteria = readCriteria(subscription.criteria);
  const { endpoint } = subscription.channel;
  const errors = problemsOf(subscription, criteria);
  if (errors.length > 0 || !criteria || endpoint === undefined) {
    throw subscriptionErrors.subscription_refused({ errors });
  }
  return { subscription, criteria, endpoint };
}
