/** What a route says of itself: the handler is made from it, and so is the API reference. */
import type { z } from "zod";
import type { Actor, Permission } from "@/lib/auth";
import type { Tx } from "@/lib/platform/db";
import type { Reply } from "./answer";
import type { LimitGroup } from "./rate-limits";

/** Who may call: those with a permission, anyone signed in (person or key), or anyone at all. */
export type Allow = Permission | "signed-in" | "open";

/** What an operation is given: everything checked, the actor known unless the route is open. */
interface RouteInput<A extends Allow, Params, Query, Body> {
  readonly actor: A extends "open" ? undefined : Actor;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The body as it came; empty where the route declares none. */
  readonly bytes: Uint8Array;
  readonly request: Request;
  readonly requestId: string;
  /** Address of the caller. */
  readonly ip: string;
  /**
   * Keeps `value` as the answer to this Idempotency-Key inside the operation's own transaction, so that effect
   * and answer are kept together whatever happens next. Does nothing when the request carries no key.
   */
  readonly keepAnswer: (tx: Tx, value: unknown) => Promise<void>;
  /**
   * The whole list is read page by page, as a file. Its order has to be one that changes meanwhile do not disturb,
   * and nobody asks for a total.
   */
  readonly wholeList: boolean;
}

type Given<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Answered<Schema> = Schema extends z.ZodType ? z.input<Schema> : unknown;

export interface RouteDeclaration<
  A extends Allow = Allow,
  Params extends z.ZodType | undefined = z.ZodType | undefined,
  Query extends z.ZodType | undefined = z.ZodType | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Returns extends z.ZodType | undefined = z.ZodType | undefined,
> {
  readonly allow: A;
  /** One line for the API reference. */
  readonly summary: string;
  /** Under which heading it stands there. */
  readonly tag: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Instead of `body`: bytes of any type, which the operation reads for itself. */
  readonly rawBody?: true;
  /** What is answered; an answer that does not fit is our failure. Without it, `run` answers a Response or nothing. */
  readonly returns?: Returns;
  readonly status?: 200 | 201 | 202 | 204;
  /** Whether Idempotency-Key is honoured; true for a POST that answers 201 or 202. */
  readonly idempotent?: boolean;
  /** 1 MB unless told. */
  readonly maxBodyBytes?: number;
  readonly limit?: LimitGroup;
  /** The entity whose patient data is read: each successful access is audited. */
  readonly reads?: string;
  /** Columns of the list as CSV; the fields of its items unless told. A path such as `progress.processed` is fine. */
  readonly csv?: readonly string[];
  run(
    input: RouteInput<A, Given<Params>, Given<Query>, Given<Body>>,
  ): Handled<Answered<Returns>> | Promise<Handled<Answered<Returns>>>;
}

type Handled<Value> = Value | Reply<Value> | Response;

/** A declaration of any shape, as seen by what only reads it. */
export type AnyDeclaration = Omit<RouteDeclaration, "run">;

/** True when repeats of the route's POSTs are recognised by Idempotency-Key. */
export function isIdempotent({ idempotent, status, returns }: AnyDeclaration): boolean {
  return idempotent ?? (returns !== undefined && (status === 201 || status === 202));
}

/** The second argument Next and the straight lane give to a handler. */
export interface HandlerContext {
  readonly params: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** A route handler that carries its declaration. */
export interface RouteHandler {
  (request: Request, context: HandlerContext): Promise<Response>;
  readonly declaration: AnyDeclaration;
}

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof methods)[number];

/** One method of one route, as it stands in its file. */
export interface Operation {
  readonly method: Method;
  /** Its address with parameters in brackets: /api/sync/jobs/[id]. */
  readonly template: string;
  readonly handler: RouteHandler;
}
