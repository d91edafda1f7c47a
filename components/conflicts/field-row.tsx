"use client";

import { clsx } from "clsx";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { RawValue, ReadableValue } from "@/components/deciding/marked-value";
import { Badge } from "@/components/ui/badge";
import { Unknown } from "@/components/ui/fact-list";
import { Severity } from "@/components/ui/status";
import type { Conflict, ConflictField } from "@/lib/conflicts/schema";
import { flipsWords, newerSide, severityLevels } from "./conflict-words";
import { type Decision, valueToSave } from "./decisions";
import { type NameOf, readableEntries } from "./readable-value";
import { strategyChoice } from "./strategies";

/** How the values of a conflict are drawn. */
export type Drawing = { conflict: Conflict; system: string; nameOf: NameOf; isRaw: boolean };

type FieldRowProps = {
  drawing: Drawing;
  field: ConflictField;
  decision: Decision | undefined;
  isCurrent?: boolean;
  /** Chooses a side by a press; left out where nothing can be chosen. */
  onChoose?: (side: "USE_LOCAL" | "USE_REMOTE") => void;
  /** The row was reached by a press or by Tab. */
  onFocus?: () => void;
  /** In place of the outcome, as while it is typed. */
  outcome?: ReactNode;
  /** Below the values: what can be done with the field. */
  tools?: ReactNode;
};

const cell = "max-sm:block max-sm:border-0! max-sm:px-2.5! max-sm:py-1!";

/** One contested field. The current one is where the keys work. */
export function FieldRow(props: FieldRowProps) {
  const { drawing, field, decision, isCurrent = false, onChoose, onFocus, outcome, tools } = props;
  const sides = [
    { strategy: "USE_LOCAL", side: "local", name: "Carelane" },
    { strategy: "USE_REMOTE", side: "remote", name: drawing.system },
  ] as const;
  return (
    <tbody
      data-field={field.path}
      data-current={isCurrent || undefined}
      onFocus={onFocus}
      className="group/field max-sm:block max-sm:border-line max-sm:border-b max-sm:pb-2"
    >
      <tr
        tabIndex={onChoose ? -1 : undefined}
        aria-current={isCurrent || undefined}
        className="outline-none max-sm:block"
      >
        <th
          scope="row"
          className={clsx(
            cells,
            cell,
            "max-sm:flex! max-sm:flex-wrap max-sm:justify-between pl-3.5 text-left",
            isCurrent && current,
          )}
        >
          <span className="block font-semibold">{field.label}</span>
          <span className="text-xs">
            <Severity level={severityLevels[field.severity]} />
          </span>
          {field.flips ? <span className="block basis-full text-ink-2 text-xs">{flipsWords}</span> : null}
        </th>
        <td className={clsx(cells, cell, "text-ink-3")}>
          <span className="sm:hidden">Last agreed: </span>
          <Value drawing={drawing} field={field} value={field.base} />
        </td>
        {sides.map(({ strategy, side, name }) => (
          <td key={side} className={clsx(cells, cell, "px-1.5!")}>
            <SideValue
              {...{ drawing, field, side, name }}
              isChosen={decision?.strategy === strategy}
              onChoose={onChoose && (() => onChoose(strategy))}
            />
          </td>
        ))}
        <td className={clsx(cells, cell, !decision && !outcome && "max-sm:hidden!")}>
          {outcome ?? <Outcome {...{ drawing, field, decision }} />}
        </td>
      </tr>
      {tools ? (
        <tr className="max-sm:block">
          <td className={clsx("bg-sunken max-sm:hidden", current)} />
          <td colSpan={4} className="bg-sunken px-3 pt-0.5 pb-3.5 max-sm:block max-sm:px-2.5">
            {tools}
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

const cells =
  "border-line border-t px-3 py-2.5 align-top font-normal group-first-of-type/field:border-t-0 group-data-[current]/field:bg-sunken";
const current = "shadow-[inset_3px_0_0_var(--color-accent)]";

type ValueProps = {
  drawing: Drawing;
  field: ConflictField;
  value: unknown;
  /** What it is compared with: the first of these that is anything at all. */
  comparedWith?: readonly unknown[];
};

function Value({ drawing, field: { path }, value, comparedWith = [] }: ValueProps) {
  const { conflict, nameOf, isRaw } = drawing;
  if (isRaw) return <RawValue value={value} />;
  const entriesOf = (of: unknown) => readableEntries(conflict.entity, path, of, nameOf);
  const other = comparedWith.map(entriesOf).find(({ length }) => length > 0);
  return <ReadableValue entries={entriesOf(value)} comparedWith={other} />;
}

type SideValueProps = {
  drawing: Drawing;
  field: ConflictField;
  side: "local" | "remote";
  name: string;
  isChosen: boolean;
  onChoose?: () => void;
};

/** Each side is compared with what was agreed; where nothing was, with the other side. */
function SideValue({ drawing, field, side, name, isChosen, onChoose }: SideValueProps) {
  const other = side === "local" ? field.remote : field.local;
  const value = (
    <>
      <span className="min-w-0 flex-1 tabular-nums">
        <span className="block text-2xs text-ink-3 sm:sr-only">{name}</span>
        <Value drawing={drawing} field={field} value={field[side]} comparedWith={[field.base, other]} />
      </span>
      {newerSide(field) === side ? <Badge tone="outline">newer</Badge> : null}
      {isChosen ? <Check className="mt-0.75 size-3.5 flex-none text-accent-ink" /> : null}
    </>
  );
  const look = clsx(
    "flex min-h-8.5 w-full items-start gap-2 rounded-md border px-2.25 py-1.5 text-left max-sm:min-h-11",
    isChosen
      ? "border-accent bg-selected font-medium inset-ring inset-ring-accent dark:border-run dark:inset-ring-run"
      : "border-line-strong bg-raised",
  );
  if (!onChoose) return <div className={look}>{value}</div>;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-pressed={isChosen}
      onClick={onChoose}
      className={clsx(look, !isChosen && "hover:border-control")}
    >
      {value}
    </button>
  );
}

type OutcomeProps = { drawing: Drawing; field: ConflictField; decision: Decision | undefined };

function Outcome({ drawing, field, decision }: OutcomeProps) {
  if (!decision) return <Unknown>not decided yet</Unknown>;
  const value = valueToSave(field, decision);
  return (
    <div className="grid justify-items-start gap-1">
      <span className="sm:hidden text-ink-3">Will be saved:</span>
      {value === undefined ? null : (
        <span className="font-semibold tabular-nums">
          <Value drawing={drawing} field={field} value={value} />
        </span>
      )}
      <Badge tone={decision.isSuggested ? "outline" : "run"}>
        {decision.isSuggested ? "Suggested: " : ""}
        {strategyChoice(decision.strategy).source(drawing.system)}
      </Badge>
    </div>
  );
}
