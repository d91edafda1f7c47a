import { describeMe } from "@/lib/auth";
import { meSchema } from "@/lib/auth/schema";
import { route } from "@/lib/http";

export const GET = route({
  allow: "signed-in",
  tag: "Access",
  summary: "Tell who asks and what they may do",
  returns: meSchema,
  run: ({ actor }) => describeMe(actor),
});
