/** Who looks at a page. For server layouts and pages alone: it needs Next's request. */
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { pagePathHeader } from "@/lib/http/lane/page-headers";
import type { Actor } from "./actor";
import { authenticateHeaders } from "./authenticate";
import type { Permission } from "./permissions";

/** The sign-in page that leads back to `path`. */
function signInAddress(path: string): string {
  const page = new URL(path, "http://page");
  // Next's own mark on requests that a page makes for another.
  page.searchParams.delete("_rsc");
  return `/sign-in?next=${encodeURIComponent(page.pathname + page.search)}`;
}

/** The signed-in person; undefined when nobody is. */
async function pageSession(): Promise<Actor | undefined> {
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
    redirect(signInAddress((await headers()).get(pagePathHeader) ?? "/"));
  }
  return permission === undefined || actor.permissions.has(permission) ? actor : undefined;
}
