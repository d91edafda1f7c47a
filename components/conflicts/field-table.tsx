"use client";

import type { ReactNode } from "react";
import { Keys } from "@/components/ui/keys";

const head = "border-line border-b px-3 py-1.5 text-left align-top font-semibold text-xs first:pl-3.5";

type FieldTableProps = {
  system: string;
  /** The head of the last column. */
  outcome: string;
  /** Whether the sides can be chosen by key. */
  withKeys: boolean;
  children: ReactNode;
};

/** Base, both sides and the outcome beside each other, one FieldRow a field; one below the other on a phone. */
export function FieldTable({ system, outcome, withKeys, children }: FieldTableProps) {
  return (
    <table className="w-full table-fixed border-separate border-spacing-0 max-sm:block">
      <caption className="sr-only">Fields in conflict, one row a field</caption>
      <colgroup className="max-sm:hidden">
        <col className="w-33 max-xl:w-28" />
        <col className="w-37.5 max-xl:w-30" />
        <col />
        <col />
        <col className="w-53 max-xl:w-40" />
      </colgroup>
      <thead className="max-sm:sr-only">
        <tr>
          <th scope="col" className={head}>
            Field
          </th>
          <th scope="col" className={head}>
            Last agreed
          </th>
          <th scope="col" className={head}>
            <Side name="Carelane" cap={withKeys ? "←" : null} />
          </th>
          <th scope="col" className={head}>
            <Side name={system} cap={withKeys ? "→" : null} />
          </th>
          <th scope="col" className={head}>
            {outcome}
          </th>
        </tr>
      </thead>
      {children}
    </table>
  );
}

function Side({ name, cap }: { name: string; cap: string | null }) {
  return (
    <span className="flex items-start justify-between gap-2 pr-0 pl-1.5">
      {name}
      {cap ? <Keys keys={[cap]} /> : null}
    </span>
  );
}
