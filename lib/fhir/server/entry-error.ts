/** What went wrong in an entry of a bundle. */
import { CarelaneError, isCarelaneError } from "@/lib/platform/errors";

/** The error with its places inside entry `at`; what is no error of ours stays as it is. */
export function inEntry(at: number, error: unknown): unknown {
  if (!isCarelaneError(error)) return error;
  const { errors = [{ path: "", message: error.detail ?? error.title }] } = error;
  const placed = errors.map(({ path, message }) => ({
    path: [`Bundle.entry[${at}]`, path].filter(Boolean).join("."),
    message,
  }));
  return new CarelaneError(error.code, error, { detail: error.detail, errors: placed, cause: error });
}
