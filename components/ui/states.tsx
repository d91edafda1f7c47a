"use client";

import { Lock, type LucideIcon, RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { StatusShape } from "./status-shape";

type EmptyStateProps = {
  icon: LucideIcon;
  /** What is not there: "No sync has run yet". */
  title: string;
  /** What will be here and why it is not yet. */
  children: ReactNode;
  /** The next step, one button. */
  action?: ReactNode;
};

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-1.5 px-3 pt-3.5 pb-2 text-center">
      <Icon className="size-6 text-ink-3" />
      <p className="font-semibold text-md">{title}</p>
      <p className="mb-1.5 max-w-82 text-pretty text-ink-2">{children}</p>
      {action ? <div className="flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}

const stateTitle = "inline-flex items-center gap-1.5 text-md font-semibold";

type ErrorStateProps = {
  /** What failed: "Jobs could not be read". */
  title: string;
  /** Whose it is, what goes on regardless, what to do. */
  children: ReactNode;
  onRetry?: () => void;
  /** Leads to the log lines of this request. */
  requestId?: string;
};

export function ErrorState({ title, children, onRetry, requestId }: ErrorStateProps) {
  return (
    <div role="alert" className="grid justify-items-start gap-1.5 pt-0.5">
      <p className={stateTitle}>
        <StatusShape shape="bad" />
        {title}
      </p>
      <p className="mb-1.5 max-w-82 text-pretty text-ink-2">{children}</p>
      <div className="flex flex-wrap items-center gap-2">
        {onRetry ? (
          <Button icon={RotateCcw} onClick={onRetry}>
            Try again
          </Button>
        ) : null}
        {requestId ? <RequestId id={requestId} /> : null}
      </div>
    </div>
  );
}

function RequestId({ id }: { id: string }) {
  return (
    <>
      <Button variant="ghost" onClick={() => navigator.clipboard.writeText(id)}>
        Copy request id
      </Button>
      <code className="font-mono text-ink-3 text-xs">{id}</code>
    </>
  );
}

type ForbiddenStateProps = {
  /** The right that is missing, as an activity: "manage integrations". */
  right: string;
  /** Which role the reader has and who can give the right. */
  children: ReactNode;
  action?: ReactNode;
};

export function ForbiddenState({ right, children, action }: ForbiddenStateProps) {
  return (
    <div className="grid justify-items-start gap-1.5 pt-0.5">
      <p className={stateTitle}>
        <Lock />
        This needs the right to {right}
      </p>
      <p className="mb-1.5 max-w-82 text-pretty text-ink-2">{children}</p>
      {action ? <div className="flex flex-wrap gap-2">{action}</div> : null}
    </div>
  );
}
