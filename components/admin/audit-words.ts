import type { AuditEventView } from "@/lib/audit/schema";

/** The domains of the trail, as filters offer them: the first word of an action. */
export const auditDomains = [
  { value: "", label: "Everything" },
  { value: "session", label: "Sign-ins" },
  { value: "user", label: "People" },
  { value: "api_key", label: "API keys" },
  { value: "fhir_client", label: "FHIR clients" },
  { value: "records", label: "Records" },
  { value: "integration", label: "Integrations" },
  { value: "sync", label: "Syncs" },
] as const;

/** What is recorded by its command, as what was done. */
const deeds: Readonly<Record<string, string>> = {
  "records.create": "records created",
  "records.update": "records changed",
  "records.delete": "records deleted",
  "records.raw": "records read as they came",
  "sync.start": "sync started",
  "sync.pause": "sync paused",
  "sync.resume": "sync resumed",
  "sync.cancel": "sync cancelled",
  "sync.approve": "sync’s deletions decided",
};

/** "api_key.created" → "API key created". */
export function actionWords(action: string): string {
  return sentence(deeds[action] ?? action.replaceAll(/[._]/g, " "));
}

function sentence(words: string): string {
  return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/^(Api|Fhir)\b/, (word) =>
    word.toUpperCase(),
  );
}

/** What was acted on, in one line: "user 0193…c2". */
export function targetWords({ target }: AuditEventView): string {
  const parts = [target?.entity?.replaceAll("_", " "), target?.recordId && shortId(target.recordId)];
  return parts.filter(Boolean).join(" ");
}

function shortId(id: string): string {
  return id.length > 12 ? `…${id.slice(-6)}` : id;
}

/** The details of a deed, line by line, without what has a line of its own and without empty lists. */
export function detailLines({ target }: AuditEventView): [string, string][] {
  return Object.entries(target ?? {})
    .filter(([key]) => key !== "entity" && key !== "recordId")
    .map(([key, value]): [string, string] => [
      sentence(key.replaceAll(/([A-Z])/g, " $1").toLowerCase()),
      Array.isArray(value) ? value.join(", ") : String(value),
    ])
    .filter(([, text]) => text !== "");
}
