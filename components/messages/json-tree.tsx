"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";

/** What JSON may hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

type JsonTreeProps = {
  name?: string;
  value: Json /** How many levels stand open at first. */;
  openLevels?: number;
};

function entriesOf(value: Json): [string, Json][] | null {
  return typeof value === "object" && value !== null ? Object.entries(value) : null;
}

/** A JSON value as a tree that opens part by part. */
export function JsonTree({ name, value, openLevels = 2 }: JsonTreeProps) {
  const entries = entriesOf(value);
  if (!entries) {
    return (
      <li className="flex min-h-6.5 items-baseline gap-2 py-0.75 pl-4.5">
        <Name name={name} />
        <bdi className="min-w-0 wrap-anywhere">{value === null ? "null" : String(value)}</bdi>
      </li>
    );
  }
  return <Branch name={name} entries={entries} isList={Array.isArray(value)} openLevels={openLevels} />;
}

function Name({ name }: Pick<JsonTreeProps, "name">) {
  return name === undefined ? null : <span className="flex-none text-ink-3">{name}</span>;
}

/** So many parts of a value are shown before somebody asks for all. */
const shownAtFirst = 100;

type BranchProps = Pick<JsonTreeProps, "name"> & {
  entries: [string, Json][];
  isList: boolean;
  openLevels: number;
};

function Branch({ name, entries, isList, openLevels }: BranchProps) {
  const [isOpen, setOpen] = useState(openLevels > 0);
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? entries : entries.slice(0, shownAtFirst);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const size = `${formatCount(entries.length)} ${isList ? "item" : "field"}${entries.length === 1 ? "" : "s"}`;
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-6.5 w-full items-center gap-1.5 rounded-sm text-left hover:bg-hover focus-visible:-outline-offset-2 pointer-coarse:min-h-11"
      >
        <Chevron className="size-3 text-ink-3" />
        <span className="font-medium">{name ?? "Message"}</span>
        {isOpen ? null : <span className="text-ink-3">{size}</span>}
      </button>
      {isOpen ? (
        <ul className="ml-1.5 border-line border-l pl-2">
          {shown.map(([key, part]) => (
            <JsonTree
              key={key}
              name={isList ? String(Number(key) + 1) : key}
              value={part}
              openLevels={openLevels - 1}
            />
          ))}
          {shown.length < entries.length ? (
            <li className="py-1 pl-4.5">
              <Button size="sm" onClick={() => setShowsAll(true)}>
                Show all {size}
              </Button>
            </li>
          ) : null}
        </ul>
      ) : null}
    </li>
  );
}
