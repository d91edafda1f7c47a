import type { ComponentType, ReactNode } from "react";
import type { z } from "zod";
import type { Column } from "@/components/ui/table";
import type { RecordEntity } from "@/lib/records/schema";
import type { RecordFilters } from "../record-filters";
import type { RecordEnvelope } from "../record-shapes";

type RecordView<R> = ComponentType<{ record: R }>;

/** A column of the list with what stands in it. */
export type RecordColumn<R> = Column & { show: (record: R) => ReactNode; className?: string };

/** A filter that offers its values. */
export type ChoiceFilter = {
  /** The parameter of the list, also in the address. */
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
};

/** Records of another entity that belong to one. */
export type RelatedList = {
  entity: RecordEntity;
  /** Other than the entity's own name. */
  title?: string;
  filters: RecordFilters;
  /** Shows every one of the first page, as of results that are read together. */
  whole?: boolean;
};

/** What the record browser has to know of an entity; everything else is the same for all. */
export type RecordKind<R extends RecordEnvelope> = {
  entity: RecordEntity;
  schema: z.ZodType<R>;
  searchPlaceholder: string;
  columns: readonly RecordColumn<R>[];
  choices: readonly ChoiceFilter[];
  /** When it happened, for lists of what belongs to something else. */
  happenedAt: (record: R) => string | null;
  /** What says more than its title does, in those lists. */
  detail?: (record: R) => string | null;
  /** What it came to, in those lists: a value or a state. */
  Outcome: RecordView<R>;
  /** What tells it from others with the same title. */
  Line: RecordView<R>;
  Facts: RecordView<R>;
  /** What it points to that is worth a list, before what points to it. */
  related?: (record: R) => readonly RelatedList[];
  /** The button that changes it. */
  Change?: RecordView<R>;
};
