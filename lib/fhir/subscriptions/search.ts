/** Search over a client's own subscriptions, which are few: each is asked. */
import type { FhirJson } from "@/lib/fhir";
import { baseUrl } from "@/lib/fhir/server";
import { splitAt, unescaped } from "../server/asked";
import { facadeErrors } from "../server/errors";
import { filled } from "../server/filled";
import type { Subscription } from "./subscription";

type Shown = Subscription & FhirJson;
type Test = (subscription: Shown, value: string) => boolean;

/** A code, with its system or without: each of these has one system, so that only the code tells them apart. */
function token(codeOf: (subscription: Shown) => unknown): Test {
  return (subscription, value) => codeOf(subscription) === value.slice(value.indexOf("|") + 1);
}

const tests: Readonly<Record<string, Test>> = {
  _id: token(({ id }) => id),
  status: token(({ status }) => status),
  type: token(({ channel }) => channel.type),
  payload: token(({ channel }) => channel.payload),
  url: ({ channel }, value) => channel.endpoint === value,
  criteria: ({ criteria }, value) => criteria.toLowerCase().startsWith(value.toLowerCase()),
};

const formats = new Set(["_format", "_pretty"]);

/** The bundle of those that meet the query; all of them are on its one page. Throws `parameter_unsupported`. */
export function searchSubscriptions(all: readonly Shown[], query: URLSearchParams): FhirJson {
  const asked = [...query].filter(([name]) => !formats.has(name));
  const found = asked.reduce((left, [name, value]) => {
    const test = Object.hasOwn(tests, name) ? tests[name] : undefined;
    if (!test) {
      throw facadeErrors.parameter_unsupported({
        detail: `Subscription is searched by ${Object.keys(tests).join(", ")}, not by ${name}.`,
      });
    }
    const values = splitAt(value, ",").map(unescaped);
    return left.filter((subscription) => values.some((one) => test(subscription, one)));
  }, all);
  const entry = found.map((resource) => ({
    fullUrl: `${baseUrl()}/Subscription/${resource.id}`,
    resource,
    search: { mode: "match" },
  }));
  return { resourceType: "Bundle", type: "searchset", total: found.length, entry: filled(entry) };
}
