/** A FHIR client as a form: what it begins with, the request it stands for, and where complaints belong. */
import type { Resolver, UseFormReturn } from "react-hook-form";
import { newFhirClientSchema } from "@/lib/fhir/server/schema";
import { readScope } from "@/lib/fhir/server/view";

export type FhirClientForm = {
  name: string;
  keysFrom: "address" | "paste";
  jwksUrl: string;
  /** A key set, or one key, as JSON. */
  jwks: string;
  /** Resource types; "*" is every one. */
  reads: string[];
  writes: string[];
  /** Scopes as they are written, with blanks between them. */
  furtherScopes: string;
};

export type FieldsProps = { form: UseFormReturn<FhirClientForm> };

export const newFhirClientForm: FhirClientForm = {
  name: "",
  keysFrom: "address",
  jwksUrl: "",
  jwks: "",
  reads: [],
  writes: [],
  furtherScopes: "",
};

/** What is meant by a set of types: every one alone where that is in it. */
const typesMeant = (types: readonly string[]) => (types.includes("*") ? ["*"] : types);

/** The scopes as people write them; a list that was pasted may have commas or quotes. */
function writtenScopes(text: string): string[] {
  return text.split(/[\s,"]+/).filter((scope) => scope !== "");
}

type ScopeFields = Pick<FhirClientForm, "reads" | "writes" | "furtherScopes">;

/** The scopes of the form: `rs` for reading, `cud` for writing, one for each type, and those written beside. */
export function scopesOf({ reads, writes, furtherScopes }: ScopeFields): string[] {
  const readable = new Set(typesMeant(reads));
  const writable = new Set(typesMeant(writes));
  const chosen = [...new Set([...readable, ...writable])].sort().map((type) => {
    if (!writable.has(type)) return `system/${type}.rs`;
    return `system/${type}.${readable.has(type) ? "cruds" : "cud"}`;
  });
  return [...new Set([...chosen, ...writtenScopes(furtherScopes)])];
}

/** The key set that was pasted, of one key too; undefined where it is no JSON. */
function pastedKeys(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null && "kty" in json ? { keys: [json] } : json;
  } catch {
    return undefined;
  }
}

/** The request that registers what the form says, not checked yet. */
export function requestOf(form: FhirClientForm) {
  const keys =
    form.keysFrom === "address" ? { jwksUrl: form.jwksUrl.trim() } : { jwks: pastedKeys(form.jwks) };
  return { name: form.name, ...keys, scopes: scopesOf(form) };
}

const fields: Readonly<Record<string, keyof FhirClientForm>> = {
  name: "name",
  jwksUrl: "jwksUrl",
  jwks: "jwks",
  scopes: "reads",
};

/** The field of the form where a complaint about a path of the request belongs. */
export function fieldAt(path: string): keyof FhirClientForm | undefined {
  return fields[path.split(/[.[]/)[0] ?? ""];
}

type Complaint = { type: string; message: string };

function complaintsOf(form: FhirClientForm): Partial<Record<keyof FhirClientForm, Complaint>> {
  const { error } = newFhirClientSchema.safeParse(requestOf(form));
  const found = (error?.issues ?? []).flatMap(({ path, message }) => {
    const field = fieldAt(path.join("."));
    return field ? [[field, { type: "schema", message }] as const] : [];
  });
  // The first complaint of a field is the one to read.
  const complaints: ReturnType<typeof complaintsOf> = Object.fromEntries(found.reverse());
  if (form.keysFrom === "paste" && pastedKeys(form.jwks) === undefined) {
    complaints.jwks = { type: "json", message: 'Paste public keys as JSON: {"keys": [ … ]}' };
  }
  const unknown = writtenScopes(form.furtherScopes).filter((scope) => !readScope(scope));
  if (unknown.length > 0) {
    const message = `${unknown.join(", ")}: write system/Patient.read or, letters in the order cruds, system/Patient.rs`;
    complaints.furtherScopes = { type: "scope", message };
  }
  return complaints;
}

/** Checks the form by the schema of the route, and puts each complaint at its field. */
export const resolveFhirClientForm: Resolver<FhirClientForm> = (values) => {
  const errors = complaintsOf(values);
  return Object.keys(errors).length > 0 ? { values: {}, errors } : { values, errors: {} };
};
