/** Attachment as an entry of a record. What it holds inline is not read: it stays in the resource. */

import type { z } from "zod";
import type { attachmentSchema } from "@/lib/records/schema";
import { allOf, number, text, time } from "./field";
import type { FhirAttachment } from "./types";

export const attachmentField = allOf<FhirAttachment, z.output<typeof attachmentSchema>>({
  contentType: text("contentType"),
  url: text("url"),
  title: text("title"),
  sizeBytes: number("size"),
  createdAt: time("creation"),
});
