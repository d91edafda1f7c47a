import { clsx } from "clsx";
import type { ReactNode } from "react";

const ground = {
  fill: "none",
  stroke: "var(--knock, var(--color-sheet))",
  strokeWidth: 1.7,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

const line = { ...ground, stroke: "currentColor" } as const;

const ring = <circle {...line} cx="8" cy="8" r="5.8" />;

/**
 * The shapes that carry state when colour cannot: each tone has outlines of its own, so a list stays
 * readable in grey. `--knock` is the surface behind a filled shape, for the mark cut out of it.
 */
const shapes = {
  ok: {
    colour: "text-ok",
    drawing: (
      <>
        <circle cx="8" cy="8" r="6.6" />
        <path {...ground} d="M5.1 8.3l2 2 3.9-4.3" />
      </>
    ),
  },
  run: {
    colour: "text-run",
    drawing: (
      <>
        <circle {...line} cx="8" cy="8" r="5.8" opacity=".28" />
        <path {...line} className="origin-center animate-turn" d="M8 2.2a5.8 5.8 0 0 1 5.8 5.8" />
      </>
    ),
  },
  warn: {
    colour: "text-warn",
    drawing: (
      <>
        <path d="M6.7 1.9a1.5 1.5 0 0 1 2.6 0l5.4 9.9a1.5 1.5 0 0 1-1.3 2.2H2.6a1.5 1.5 0 0 1-1.3-2.2z" />
        <path {...ground} d="M8 5.7v3.2M8 11.3v.05" />
      </>
    ),
  },
  retry: {
    colour: "text-warn",
    drawing: (
      <>
        <path {...line} d="M2.8 8a5.2 5.2 0 1 0 1.7-3.9L2.7 5.7" />
        <path {...line} d="M2.5 2.6v3.3h3.3" />
      </>
    ),
  },
  slowed: {
    colour: "text-warn",
    drawing: (
      <>
        <path {...line} d="M2.5 11.5a6.2 6.2 0 1 1 11 0M8 9.5L5.6 6.6" />
        <circle cx="8" cy="9.7" r="1.3" />
      </>
    ),
  },
  bad: {
    colour: "text-bad",
    drawing: (
      <>
        <path d="M5.3 1.3h5.4l3.9 3.9v5.5l-3.9 3.9H5.3l-3.9-3.9V5.2z" />
        <path {...ground} d="M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6" />
      </>
    ),
  },
  ask: {
    colour: "text-ask",
    drawing: (
      <>
        <path d="M7.1.9a1.3 1.3 0 0 1 1.8 0l6.2 6.2a1.3 1.3 0 0 1 0 1.8l-6.2 6.2a1.3 1.3 0 0 1-1.8 0L.9 8.9a1.3 1.3 0 0 1 0-1.8z" />
        <path
          {...ground}
          strokeWidth="1.5"
          d="M6.2 6.3a1.85 1.85 0 1 1 2.6 1.7c-.55.3-.8.6-.8 1.2M8 11.35v.05"
        />
      </>
    ),
  },
  wait: {
    colour: "text-idle",
    drawing: (
      <>
        {ring}
        <path {...line} strokeWidth="1.5" d="M8 5v3.2l2 1.3" />
      </>
    ),
  },
  paused: {
    colour: "text-idle",
    drawing: (
      <>
        {ring}
        <path {...line} strokeWidth="1.6" d="M6.6 5.8v4.4M9.4 5.8v4.4" />
      </>
    ),
  },
  off: {
    colour: "text-idle",
    drawing: (
      <>
        {ring}
        <path {...line} d="M4.2 11.8l7.6-7.6" />
      </>
    ),
  },
  silent: {
    colour: "text-idle",
    drawing: (
      <>
        <circle {...line} cx="8" cy="8" r="5.8" strokeDasharray="2.6 2.6" />
        <circle cx="8" cy="8" r="1.6" />
      </>
    ),
  },
  high: {
    colour: "text-bad",
    drawing: <path {...line} strokeWidth="2.2" d="M2.5 9.8L8 4.2l5.5 5.6M2.5 13.6L8 8l5.5 5.6" />,
  },
  medium: {
    colour: "text-warn",
    drawing: <path {...line} strokeWidth="2.2" d="M2.5 5.8h11M2.5 10.2h11" />,
  },
  low: {
    colour: "text-idle",
    drawing: <path {...line} strokeWidth="2.2" d="M2.5 6.2L8 11.8l5.5-5.6" />,
  },
} satisfies Record<string, { colour: string; drawing: ReactNode }>;

export type ShapeName = keyof typeof shapes;

type StatusShapeProps = {
  shape: ShapeName;
  /** Replaces the tone's colour, for a shape on a wash or on a filled button. */
  colour?: string;
  className?: string;
};

/** A state's outline alone; always set its word beside it, or name it on the element around. */
export function StatusShape({ shape, colour, className = "size-3.5" }: StatusShapeProps) {
  const { colour: own, drawing } = shapes[shape];
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill="currentColor"
      className={clsx("block flex-none overflow-visible", colour ?? own, className)}
    >
      {drawing}
    </svg>
  );
}
