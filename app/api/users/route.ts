import { z } from "zod";
import { createUser, listUsers } from "@/lib/auth";
import { newUserSchema, userSchema } from "@/lib/auth/schema";
import { decodeCursor, encodeCursor, list, listQuery, reply, route } from "@/lib/http";

export const GET = route({
  allow: "users:manage",
  tag: "Access",
  summary: "List the organization's people, newest first",
  query: listQuery,
  returns: list(userSchema),
  run: async ({ actor, query: { limit, cursor } }) => {
    const after = cursor === undefined ? undefined : decodeCursor(z.guid(), cursor);
    const { data, next } = await listUsers(actor, { limit, after });
    return { data, nextCursor: next && encodeCursor(next) };
  },
});

export const POST = route({
  allow: "users:manage",
  tag: "Access",
  summary: "Add a person",
  body: newUserSchema,
  returns: userSchema,
  status: 201,
  run: async ({ actor, body }) => {
    const user = await createUser(actor, body);
    return reply(user, { headers: { location: `/api/users/${user.id}` } });
  },
});
