/** Webhooks as most endpoints want them: JSON, signed by Standard Webhooks. */
import { withOrganization } from "@/lib/platform/db";
import { judge } from "./expression-filter";
import { messageOf } from "./message";
import { auditDisclosure, type Protocol } from "./protocol";
import { send } from "./send";

export const standardWebhooks: Protocol = async (tx, due) => {
  const { endpoint, delivery } = due;
  const { organizationId } = endpoint;
  const expression = endpoint.filter?.expression;
  const message = await messageOf(tx, delivery, endpoint.payload);
  const whole = expression ? await messageOf(tx, delivery, "full") : message;
  return async (signal) => {
    const verdict = expression ? await judge(expression, whole.body) : true;
    if (verdict === false) return undefined;
    if (verdict !== true) return verdict;
    if (message.holdsRecord) await withOrganization({ organizationId }, (own) => auditDisclosure(own, due));
    return send(endpoint, message, signal);
  };
};
