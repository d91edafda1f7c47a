/** Shapes of messages that come in. Safe to import in the browser. */
import { z } from "zod";

export const receiptSchema = z
  .object({
    accepted: z.number().int().nonnegative().meta({ description: "Events that were not told before" }),
    repeated: z.number().int().nonnegative().meta({ description: "Events that were, and change nothing" }),
  })
  .meta({ id: "NotificationReceipt" });
export type Receipt = z.output<typeof receiptSchema>;
