/** Where a document's content is. The content itself stays with the vendor and in the kept resource. */
import { z } from "zod";
import { optionalText, optionalTime } from "./text";

export const attachmentSchema = z.object({
  contentType: optionalText,
  url: optionalText,
  title: optionalText,
  sizeBytes: z.number().int().nonnegative().nullable().default(null),
  createdAt: optionalTime,
});
