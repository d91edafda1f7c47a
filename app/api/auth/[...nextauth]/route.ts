/** next-auth's own addresses. The one route that route() does not make: next-auth works only inside Next. */
import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/next-auth-options";
import { peerAddress, requestIdOf } from "@/lib/http/caller";
import { problemResponse } from "@/lib/http/problem";
import { assertWithinLimit, takeRequest } from "@/lib/http/rate-limits";
import { withLogContext } from "@/lib/platform/logger";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

function handle(request: NextRequest, context: Context): Promise<Response> {
  const known = { requestId: requestIdOf(request.headers), ip: peerAddress(request.headers) };
  return withLogContext(known, () => NextAuth(request, context, authOptions()));
}

export const GET = handle;

/** Signing in and out, at most as often as the group «sign-in» allows one address. */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  try {
    const subject = { kind: "ip", id: peerAddress(request.headers) } as const;
    assertWithinLimit(await takeRequest("sign-in", subject));
  } catch (error) {
    const requestId = requestIdOf(request.headers);
    return problemResponse(error, { requestId, instance: request.nextUrl.pathname });
  }
  return handle(request, context);
}
