import { defineErrors } from "@/lib/platform/errors";

export const authErrors = defineErrors("auth", {
  email_taken: {
    status: 409,
    owner: "caller",
    kind: "invalid",
    title: "Somebody already signs in with this e-mail address",
  },
  organization_taken: {
    status: 409,
    owner: "caller",
    kind: "invalid",
    title: "There already is an organization of this name",
  },
  expiry_past: { status: 422, owner: "caller", kind: "invalid", title: "The expiry lies in the past" },
  last_admin: {
    status: 409,
    owner: "caller",
    kind: "invalid",
    title: "The organization would be left without an admin",
  },
  password_weak: {
    status: 422,
    owner: "caller",
    kind: "invalid",
    title: "This password is too easy to guess",
  },
  beyond_your_rights: {
    status: 403,
    owner: "caller",
    kind: "invalid",
    title: "You cannot give or touch rights that you do not have",
  },
  user_not_found: { status: 404, owner: "caller", kind: "invalid", title: "There is no such user" },
  api_key_not_found: { status: 404, owner: "caller", kind: "invalid", title: "There is no such API key" },
  too_many_sign_ins: {
    status: 429,
    owner: "caller",
    kind: "rate_limited",
    title: "Too many wrong passwords from this address",
  },
});
