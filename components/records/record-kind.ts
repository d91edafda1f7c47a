import type { ComponentType } from "react";
import type { z } from "zod";
import type { Column } from "@/components/ui/table";
import type { RecordEntity } from "@/lib/records/schema";
import type { RecordEnvelope } from "./record-shapes";

type RecordView<R> = ComponentType<{ record: R }>;

/** What the record browser has to know of an entity; everything else is the same for all. */
export type RecordKind<R extends RecordEnvelope> = {
  entity: RecordEntity;
  noun: { one: string; many: string };
  schema: z.ZodType<R>;
  searchPlaceholder: string;
  columns: readonly Column[];
  /** The cells of a row, by the columns above. */
  Cells: RecordView<R>;
  titleOf: (record: R) => string;
  /** What tells it from others with the same title. */
  Line: RecordView<R>;
  Facts: RecordView<R>;
  /** What else belongs to it, beside the facts. */
  Related?: RecordView<R>;
  /** The button that changes it. */
  Change?: RecordView<R>;
};
