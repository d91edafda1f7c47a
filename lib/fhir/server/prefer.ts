/** What a client prefers, as RFC 7240 writes it: `return=minimal`, `handling=strict`. */
import type { FhirJson } from "@/lib/fhir";
import type { FhirAnswer, FhirRequest } from "./exchange";
import { operationOutcome } from "./outcome";

/** In lower case. */
export function preferred(headers: Headers, name: "return" | "handling"): string | undefined {
  const wish = new RegExp(`\\b${name}\\s*=\\s*"?(\\w+)`, "i").exec(headers.get("prefer") ?? "");
  return wish?.[1]?.toLowerCase();
}

/** What of an answer is shown: what was read; of what was written all, nothing, or a word that it went well. */
export function shownResource(
  { resource, status }: FhirAnswer,
  { method, path, headers }: FhirRequest,
): FhirJson | undefined {
  const isRead = method === "GET" || path.at(-1) === "_search";
  const wish = isRead ? undefined : preferred(headers, "return");
  if (status === 204 || wish === "minimal") return undefined;
  if (wish !== "operationoutcome") return resource;
  return operationOutcome([{ severity: "information", code: "informational", diagnostics: "Done." }]);
}
