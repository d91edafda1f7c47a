/** What went wrong in an entry of a bundle. */
import { CarelaneError, isCarelaneError } from "@/lib/platform/errors";
import { issuesIn, operationOutcome } from "./outcome";

/** `Patient.name[0]` inside an entry. */
function placed(at: number, path: string): string {
  return [`Bundle.entry[${at}].resource`, path.replace(/^[A-Z][A-Za-z]+\.?/, "")].filter(Boolean).join(".");
}

/** The error with its places inside entry `at`; what is no error of ours stays as it is. */
export function inEntry(at: number, error: unknown): unknown {
  if (!isCarelaneError(error)) return error;
  const { detail, errors = [{ path: "", message: error.detail ?? error.title }] } = error;
  const issues = issuesIn(error)?.map(({ expression = [""], ...issue }) => ({
    ...issue,
    expression: expression.map((path) => placed(at, path)),
  }));
  return new CarelaneError(error.code, error, {
    detail,
    errors: errors.map(({ path, message }) => ({ path: placed(at, path), message })),
    members: issues && { outcome: operationOutcome(issues) },
    cause: error,
  });
}
