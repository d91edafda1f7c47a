import { clsx } from "clsx";
import type { ReactNode } from "react";

const tones = {
  idle: "bg-idle-wash text-idle-ink",
  ok: "bg-ok-wash text-ok-ink",
  run: "bg-run-wash text-run-ink",
  warn: "bg-warn-wash text-warn-ink",
  bad: "bg-bad-wash text-bad-ink",
  ask: "bg-ask-wash text-ask-ink",
  outline: "text-ink-2 inset-ring inset-ring-line-strong",
} as const;

export type Tone = Exclude<keyof typeof tones, "outline">;

/** A word about a thing that is not its state: its version, its role, an expiry. */
export function Badge({ tone = "idle", children }: { tone?: keyof typeof tones; children: ReactNode }) {
  return (
    <span
      className={clsx(
        "inline-flex h-4.5 flex-none items-center gap-1 rounded-xs px-1.5 text-2xs font-medium whitespace-nowrap",
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}
