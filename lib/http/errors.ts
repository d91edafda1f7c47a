/** What can go wrong with a request before, around and after the operation it asks for. */
import { defineErrors } from "@/lib/platform/errors";

export const httpErrors = defineErrors("http", {
  body_malformed: { status: 400, owner: "caller", kind: "invalid", title: "The body is not valid JSON" },
  body_cut_short: {
    status: 400,
    owner: "caller",
    kind: "retryable",
    title: "The connection ended before the body was whole",
  },
  sign_in_required: { status: 401, owner: "caller", kind: "auth_expired", title: "You are not signed in" },
  not_allowed: { status: 403, owner: "caller", kind: "invalid", title: "You may not do this" },
  cross_origin: {
    status: 403,
    owner: "caller",
    kind: "invalid",
    title: "Another site sent this request with your session",
  },
  not_found: { status: 404, owner: "caller", kind: "invalid", title: "There is nothing here" },
  method_not_allowed: {
    status: 405,
    owner: "caller",
    kind: "invalid",
    title: "This address does not answer this method",
  },
  in_progress: {
    status: 409,
    owner: "caller",
    kind: "retryable",
    title: "The first request with this Idempotency-Key still runs",
  },
  body_too_large: { status: 413, owner: "caller", kind: "invalid", title: "The body is too large" },
  body_type_unsupported: {
    status: 415,
    owner: "caller",
    kind: "invalid",
    title: "The body is of a type that is not read here",
  },
  content_invalid: { status: 422, owner: "caller", kind: "invalid", title: "The request is not complete" },
  cursor_invalid: { status: 422, owner: "caller", kind: "invalid", title: "The cursor is not one of ours" },
  idempotency_key_invalid: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "The Idempotency-Key is not 1 to 255 characters long",
  },
  idempotency_key_reused: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "This Idempotency-Key was used for another request",
  },
  too_many_requests: { status: 429, owner: "caller", kind: "rate_limited", title: "Too many requests" },
  internal_error: { status: 500, owner: "carelane", kind: "fatal", title: "Carelane failed to do this" },
  answer_malformed: { status: 500, owner: "carelane", kind: "fatal", title: "Carelane failed to do this" },
  limits_not_counted: {
    status: 503,
    owner: "carelane",
    kind: "retryable",
    title: "The limits are counted by each process alone at the moment",
  },
  rate_limits_invalid: {
    status: 500,
    owner: "carelane",
    kind: "fatal",
    title: "The environment names a rate limit that does not exist",
  },
});
