/** Who looks at a page. For server layouts and pages alone: it needs Next's request. */
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Actor } from "./actor";
import { authenticateHeaders } from "./authenticate";
import type { Permission } from "./permissions";

/** Written by server.ts on requests for pages: path and query as the browser asked for them. */
export const pagePathHeader = "x-carelane-path";

/** The signed-in person; undefined when nobody is. */
export async function pageSession(): Promise<Actor | undefined> {
  // Keys open no pages: only the cookie counts.
  return authenticateHeaders(new Headers({ cookie: (await cookies()).toString() }));
}

/**
 * The signed-in person, for a layout. Sends everybody else to the sign-in page, which leads back here.
 * Answers undefined to a person without `permission`: the page then says which right is missing.
 */
export async function requirePageSession(): Promise<Actor>;
export async function requirePageSession(permission: Permission): Promise<Actor | undefined>;
export async function requirePageSession(permission?: Permission): Promise<Actor | undefined> {
  const actor = await pageSession();
  if (!actor) {
    const path = (await headers()).get(pagePathHeader) ?? "/";
    redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  }
  return permission === undefined || actor.permissions.has(permission) ? actor : undefined;
}
