/** What went wrong with a job, in words that say what happened and what comes next or what to do: pure rules. */
import { isCarelaneError } from "@/lib/platform/errors";
import type { SyncJob } from "./schema";

type Failure = NonNullable<SyncJob["error"]>;

const kept = "What has come in is kept.";

/** A failure after which the job is tried again: when, its `nextAttemptAt` says. */
export function failureOf(error: unknown): Failure {
  if (!isCarelaneError(error)) {
    return {
      code: "internal",
      title: "Carelane could not finish this",
      detail: "The log tells why.",
      owner: "carelane",
    };
  }
  return { code: error.code, title: error.title, detail: error.detail ?? null, owner: error.owner };
}

/** True when the vendor refuses who we are, so that nothing goes on before a person has acted. */
export function isSignInRefused(error: unknown): boolean {
  return isCarelaneError(error) && error.kind === "auth_expired";
}

/** What to do about a failure that ended the job. What was tried again and again is no longer tried «by itself». */
function adviceFor(error: unknown, detail: string | null): string {
  const said = detail ? `${detail} ` : "";
  if (!isCarelaneError(error)) return `${said}Retry the job later. ${kept}`;
  switch (error.kind) {
    case "retryable":
    case "rate_limited":
    case "ambiguous":
      return `It was tried several times. Retry the job later. ${kept}`;
    case "auth_expired":
      return `${said}Then test the connection and retry the job. ${kept}`;
    case "invalid":
    case "fatal":
      return `${said}Once that is settled, retry the job. ${kept}`;
    default:
      return error.kind satisfies never;
  }
}

/** The failure that ended the job. */
export function lastFailureOf(error: unknown): Failure {
  const failure = failureOf(error);
  return { ...failure, detail: adviceFor(error, failure.detail) };
}

/** A failure as one line of text. */
export function failureSentence({ title, detail }: Pick<Failure, "title" | "detail">): string {
  return detail ? `${title}. ${detail}` : title;
}
