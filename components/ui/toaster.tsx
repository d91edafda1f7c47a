"use client";

import { X } from "lucide-react";
import { Toaster as Sonner, toast } from "sonner";
import { Button, IconButton } from "./button";
import { StatusShape } from "./status-shape";

type Notice = {
  tone?: "ok" | "warn" | "bad";
  title: string;
  detail?: string;
  action?: { label: string; onClick: () => void };
};

/**
 * Confirms what left the screen, with Undo where there is one. Success goes after 6 s, a failure stays until
 * it is dismissed. What is wrong in a form is said in the form instead.
 */
export function notify({ tone = "ok", ...notice }: Notice): void {
  toast.custom((id) => <Toast tone={tone} {...notice} onClose={() => toast.dismiss(id)} />, {
    duration: tone === "bad" ? Number.POSITIVE_INFINITY : 6_000,
  });
}

type ToastProps = Notice & { tone: "ok" | "warn" | "bad"; onClose: () => void };

/** The notice itself, also drawn on the board of parts. */
export function Toast({ tone, title, detail, action, onClose }: ToastProps) {
  return (
    <div
      role={tone === "bad" ? "alert" : undefined}
      className="flex w-full items-start gap-2.5 rounded-lg border border-line bg-raised py-2.5 pr-2 pl-3 text-sm/4.5 shadow-raised [--knock:var(--color-raised)] dark:border-line-strong"
    >
      <StatusShape shape={tone} className="mt-0.5 size-3.5" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{title}</p>
        {detail ? <p className="text-ink-2 text-xs">{detail}</p> : null}
      </div>
      {action ? (
        <Button
          variant="ghost"
          size="sm"
          onClick={() => {
            action.onClick();
            onClose();
          }}
        >
          {action.label}
        </Button>
      ) : (
        <IconButton icon={X} label="Dismiss" size="sm" onClick={onClose} />
      )}
    </div>
  );
}

/** In px: above the buttons at the foot of a panel and above the phone's tabs, none of which a notice may cover. */
const aboveTheFoot = 72;

/** Where notices appear: bottom right, three at most. Placed once, in the root layout. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      visibleToasts={3}
      gap={8}
      offset={{ bottom: aboveTheFoot, right: 20 }}
      mobileOffset={{ bottom: aboveTheFoot, left: 14, right: 14 }}
      toastOptions={{ unstyled: true }}
      style={{ fontFamily: "inherit" }}
    />
  );
}
