/** The part of a filter that looks into the message itself: an expression of the people who set the webhook up. */
import { assertExpression, holdsTrue } from "@/lib/mapping";
import { isCarelaneError } from "@/lib/platform/errors";
import type { WebhookFilter } from "./schema";
import { failedTry, type Sent } from "./send";

/** Refuses an expression that cannot be read. Throws `code_failed` with its place. */
export function assertFilter(filter: WebhookFilter | null | undefined): void {
  if (filter?.expression) assertExpression(filter.expression, "filter.expression");
}

/** True when the expression wants a message of this body; a failed try when it cannot say so, since silence would lose news. */
export async function judge(expression: string, body: string): Promise<boolean | Sent> {
  const startedAt = performance.now();
  try {
    return await holdsTrue(expression, JSON.parse(body));
  } catch (error) {
    if (!isCarelaneError(error)) throw error;
    return failedTry(`The filter's expression failed. ${error.detail ?? error.title}`, startedAt);
  }
}
