import { handle } from "@/lib/queue";
import { findUnanswered } from "../jobs";
import { noteUnanswered } from "../outbound/note-unanswered";

export const findUnansweredHandler = handle(findUnanswered, noteUnanswered);
