import type { ReactNode } from "react";
import { StatusShape } from "@/components/ui/status-shape";

type StepProps = { title: string; isDone?: boolean; children: ReactNode };

/** One thing that is left to do, or done, until an integration is in use. */
export function SetupStep({ title, isDone = false, children }: StepProps) {
  return (
    <li className="flex gap-2.5 border-line border-b px-4.5 py-3.5">
      <StatusShape shape={isDone ? "ok" : "wait"} className="mt-0.75 size-3.5" />
      <section aria-label={title} className="min-w-0 flex-1">
        <h2 className="mb-1 font-semibold">
          {title}
          {isDone ? <span className="sr-only">, done</span> : null}
        </h2>
        <div className="grid text-ink-2">{children}</div>
      </section>
    </li>
  );
}
