import { z } from "zod";
import { changeUser } from "@/lib/auth";
import { userChangeSchema, userSchema } from "@/lib/auth/schema";
import { route } from "@/lib/http";

export const PATCH = route({
  allow: "users:manage",
  tag: "Access",
  summary: "Change a person's name, role, clinics, state or password; disabling ends every session at once",
  params: z.object({ id: z.guid() }),
  body: userChangeSchema,
  returns: userSchema,
  run: ({ actor, params, body }) => changeUser(actor, params.id, body),
});
