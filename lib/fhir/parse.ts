/** Checks that what came follows FHIR, with an error that names the place and never the value. */
import type { z } from "zod";
import type { FieldError } from "@/lib/platform/errors";
import { fhirErrors } from "./errors";

function writePath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}

/** Where a schema's checks failed. zod's own messages name types and our own choices, never the input. */
function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.map((issue) => ({ path: writePath(issue.path), message: issue.message }));
}

/** `resource` by `schema`; throws `mapping_failed` with the elements at fault. */
export function parseResource<Schema extends z.ZodType>(schema: Schema, resource: unknown): z.output<Schema> {
  const parsed = schema.safeParse(resource);
  if (parsed.success) return parsed.data;
  throw mappingFailed(fieldErrors(parsed.error));
}

/** One element by `schema`, absent when it is null or missing; throws `mapping_failed` naming `path`. */
export function parseElement<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  path: string,
): z.output<Schema> | null {
  if (value === null || value === undefined) return null;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw mappingFailed(fieldErrors(parsed.error).map(({ message }) => ({ path, message })));
}

function mappingFailed(errors: readonly FieldError[]): Error {
  const places = [...new Set(errors.map((error) => error.path))].slice(0, 5).join(", ");
  return fhirErrors.mapping_failed({
    detail: `It does not follow FHIR R4 at ${places || "its root"}.`,
    errors,
  });
}
