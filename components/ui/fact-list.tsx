import { clsx } from "clsx";
import type { ReactNode } from "react";

/** Label and value, line by line. */
export function FactList({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-3 gap-y-1.5">{children}</dl>;
}

type FactProps = {
  label: string;
  /** Of the past: still true to know, no longer in use. */
  past?: boolean;
  children: ReactNode;
};

export function Fact({ label, past, children }: FactProps) {
  return (
    <>
      <dt className="text-ink-3">{label}</dt>
      <dd className={clsx("min-w-0 wrap-anywhere", past && "text-ink-3")}>{children}</dd>
    </>
  );
}

/** What is not known, for eyes and ears. */
export function Unknown({ children = "not known" }: { children?: string }) {
  return (
    <span className="text-ink-3">
      <span aria-hidden="true">–</span>
      <span className="sr-only">{children}</span>
    </span>
  );
}
