import { z } from "zod";
import { isCarelaneError } from "@/lib/platform/errors";

/** What an error may say to anyone; an unknown one is not ours to swallow. */
export function wordsOf(error: unknown): string {
  if (isCarelaneError(error)) return error.detail ?? error.title;
  if (error instanceof z.ZodError) return z.prettifyError(error);
  throw error;
}
