import { defineErrors } from "@/lib/platform/errors";

/** What can go wrong between us and an address outside. */
export const outboundErrors = defineErrors("outbound", {
  endpoint_not_allowed: {
    status: 422,
    owner: "tenant",
    kind: "invalid",
    title: "This address may not be called",
  },
  vendor_unreachable: {
    status: 502,
    owner: "vendor",
    kind: "retryable",
    title: "The other side could not be reached",
  },
  vendor_not_trusted: {
    status: 502,
    owner: "vendor",
    kind: "fatal",
    title: "The other side's certificate is not trusted",
  },
  vendor_slow: {
    status: 504,
    owner: "vendor",
    kind: "retryable",
    title: "The other side did not answer in time",
  },
  vendor_unavailable: {
    status: 502,
    owner: "vendor",
    kind: "retryable",
    title: "The other side has a problem of its own",
  },
  vendor_rate_limited: {
    status: 503,
    owner: "vendor",
    kind: "rate_limited",
    title: "The other side asked us to slow down",
  },
  vendor_sign_in_expired: {
    status: 502,
    owner: "tenant",
    kind: "auth_expired",
    title: "The other side no longer accepts our sign-in",
  },
  vendor_refused: {
    status: 502,
    owner: "vendor",
    kind: "invalid",
    title: "The other side refused the request",
  },
  vendor_reply_unreadable: {
    status: 502,
    owner: "vendor",
    kind: "retryable",
    title: "The other side's answer could not be read",
  },
  vendor_reply_too_large: {
    status: 502,
    owner: "vendor",
    kind: "fatal",
    title: "The other side's answer is larger than allowed",
  },
  vendor_outcome_unknown: {
    status: 502,
    owner: "vendor",
    kind: "ambiguous",
    title: "It is not known whether the other side did what it was asked",
  },
  breaker_open: {
    status: 503,
    owner: "vendor",
    kind: "retryable",
    title: "The other side failed so often that calls to it are paused",
  },
  outbound_busy: {
    status: 503,
    owner: "carelane",
    kind: "retryable",
    title: "Too many calls to the other side are waiting already",
  },
});
