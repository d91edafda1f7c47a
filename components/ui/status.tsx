import { clsx } from "clsx";
import type { ReactNode } from "react";
import { type ShapeName, StatusShape } from "./status-shape";

type StatusProps = { shape: ShapeName; children: ReactNode; className?: string };

/** A state as shape, colour and word together, as every list, panel and form shows it. */
export function Status({ shape, children, className }: StatusProps) {
  return (
    <span
      className={clsx(
        "inline-flex items-center align-top gap-1.5 whitespace-nowrap font-medium text-ink-2",
        className,
      )}
    >
      <StatusShape shape={shape} />
      {children}
    </span>
  );
}

const severities = { high: "High", medium: "Medium", low: "Low" } as const;

/** How much a conflict or an alert matters. */
export function Severity({ level }: { level: keyof typeof severities }) {
  return <Status shape={level}>{severities[level]}</Status>;
}
