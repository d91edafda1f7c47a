/**
 * The only way to make a route handler. Every request passes the same steps in the same order: who are you,
 * may you, not too fast, parse, was this asked before, run, shape the reply or a problem document.
 */
import type { z } from "zod";
import type { Actor } from "@/lib/auth";
import type { Tx } from "@/lib/platform/db";
import { withLogContext } from "@/lib/platform/logger";
import { admit, limitSubject } from "./admission";
import { type Answer, isReply, toAnswer } from "./answer";
import { auditRead } from "./audit-read";
import { discardBody } from "./body";
import { csvColumns } from "./csv";
import {
  type Allow,
  type HandlerContext,
  isIdempotent,
  type RouteDeclaration,
  type RouteHandler,
} from "./declaration";
import { type Exchange, openExchange, toResponse, withExchangeHeaders } from "./exchange";
import { exportList } from "./export-list";
import { claimKey, keyedRequest } from "./idempotency";
import { type ProblemContext, problemResponse } from "./problem";
import { assertWithinLimit, limitHeaders, takeRequest } from "./rate-limits";
import { type ParsedInput, readInput } from "./read-input";
import { runOnce } from "./run-once";

type KeepAnswer = (tx: Tx, value: unknown) => Promise<void>;
type Operate = (keepAnswer: KeepAnswer) => Promise<Answer | Response>;

async function operate(
  declaration: RouteDeclaration,
  exchange: Exchange,
  actor: Actor | undefined,
  input: ParsedInput,
  keepAnswer: KeepAnswer,
): Promise<Answer | Response> {
  const { request, requestId, ip, wish } = exchange;
  const columns = wish.csv ? csvColumns(declaration) : undefined;
  if (columns) return exportList(declaration, exchange, actor, input, columns);
  const asked = { actor, ...input, request, requestId, ip, keepAnswer };
  const given = await declaration.run({ ...asked, wholeList: false });
  const answer = given instanceof Response ? given : toAnswer(declaration, given, wish);
  if (declaration.reads && actor) {
    const value = isReply(given) ? given.value : given;
    await auditRead(actor, declaration.reads, { params: input.params, value });
  }
  return answer;
}

async function operateUnderKey(
  declaration: RouteDeclaration,
  { request, requestId, wish }: Exchange,
  actor: Actor,
  { bytes }: ParsedInput,
  run: Operate,
): Promise<Answer | Response> {
  const keyed = request.method === "POST" ? keyedRequest(request, actor, bytes) : undefined;
  if (!keyed) return run(async () => undefined);
  const claim = await claimKey(actor, keyed);
  if ("replayed" in claim) {
    const { replayed } = claim;
    return { ...replayed, headers: { ...replayed.headers, "idempotency-replayed": "true" } };
  }
  return runOnce(actor, claim, { requestId, instance: wish.path }, () =>
    run((tx, value) => claim.keep(tx, toAnswer(declaration, value, wish))),
  );
}

/** What differs between kinds of routes: who is let in, and what a refusal looks like. */
export interface RouteEdge {
  /** The actor, if the route lets them in; undefined on an open route. */
  admit(request: Request, allow: Allow): Promise<Actor | undefined>;
  refuse(error: unknown, context: ProblemContext): Response;
}

async function answer(edge: RouteEdge, declaration: RouteDeclaration, exchange: Exchange): Promise<Response> {
  const { request, context, ip, headers } = exchange;
  const actor = await edge.admit(request, declaration.allow);
  const state = await takeRequest(declaration.limit ?? "default", limitSubject(actor, ip));
  Object.assign(headers, limitHeaders(state));
  assertWithinLimit(state);
  const input = await readInput(declaration, request, context, actor);
  const run: Operate = (keepAnswer) => operate(declaration, exchange, actor, input, keepAnswer);
  const answered =
    actor && isIdempotent(declaration)
      ? await operateUnderKey(declaration, exchange, actor, input, run)
      : await run(async () => undefined);
  return answered instanceof Response ? answered : toResponse(answered);
}

async function serve(
  edge: RouteEdge,
  declaration: RouteDeclaration,
  request: Request,
  context: HandlerContext,
): Promise<Response> {
  const exchange = openExchange(request, context);
  const { requestId, ip, wish } = exchange;
  return withLogContext({ requestId, ip }, async () => {
    const response = await answer(edge, declaration, exchange).catch((error: unknown) =>
      edge.refuse(error, { requestId, instance: wish.path }),
    );
    await discardBody(request);
    return withExchangeHeaders(response, exchange);
  });
}

/** Makes the maker of handlers behind `edge`. Each is written against the web standard alone. */
export function routesBehind(edge: RouteEdge) {
  return <
    const A extends Allow,
    Params extends z.ZodType | undefined = undefined,
    Query extends z.ZodType | undefined = undefined,
    Body extends z.ZodType | undefined = undefined,
    Returns extends z.ZodType | undefined = undefined,
  >(
    declaration: RouteDeclaration<A, Params, Query, Body, Returns>,
  ): RouteHandler => {
    const handler = (request: Request, context: HandlerContext) => serve(edge, declaration, request, context);
    return Object.assign(handler, { declaration });
  };
}

/**
 * Makes the handler of a method: `export const POST = route({ allow, body, returns, status, run, … })`.
 * Next and the straight lane serve the same function. What it refuses it answers as a problem document.
 */
export const route = routesBehind({ admit, refuse: problemResponse });
