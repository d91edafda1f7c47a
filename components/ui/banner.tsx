import { clsx } from "clsx";
import { Info } from "lucide-react";
import type { ReactNode } from "react";
import { StatusShape } from "./status-shape";

const tones = {
  run: { box: "bg-run-wash [--knock:var(--color-run-wash)]", ink: "text-run-ink" },
  warn: { box: "bg-warn-wash [--knock:var(--color-warn-wash)]", ink: "text-warn-ink" },
  bad: { box: "bg-bad-wash [--knock:var(--color-bad-wash)]", ink: "text-bad-ink" },
  ask: { box: "bg-ask-wash [--knock:var(--color-ask-wash)]", ink: "text-ask-ink" },
} as const;

type BannerProps = { tone: keyof typeof tones; title?: string; children?: ReactNode; action?: ReactNode };

/** The same across the sheet, above the work; read out when it appears. */
export function BannerStrip(props: BannerProps) {
  return (
    <div role="status" className="border-line border-b px-4.5 py-3 max-sm:px-3.5">
      <Banner {...props} />
    </div>
  );
}

/** What a person has to know before going on, in the place where it matters. */
export function Banner({ tone, title, children, action }: BannerProps) {
  const { box, ink } = tones[tone];
  return (
    <div
      role={tone === "bad" ? "alert" : undefined}
      className={clsx("flex items-start gap-2.5 rounded-md px-3 py-2.5 text-sm max-sm:flex-wrap", box)}
    >
      {tone === "run" ? (
        <Info className={clsx("mt-0.5", ink)} />
      ) : (
        <StatusShape shape={tone} colour={ink} className="mt-0.75 size-3.5" />
      )}
      <div className="min-w-0 flex-1 max-sm:basis-4/5">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children}
      </div>
      {action ? <div className="flex-none max-sm:basis-full max-sm:pl-6">{action}</div> : null}
    </div>
  );
}
