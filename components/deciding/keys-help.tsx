"use client";

import { useRef } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Keys } from "@/components/ui/keys";
import type { KeyGroup } from "./key-groups";

/** All keys of a dialog that decides. */
export function KeysHelp({ groups, onClose }: { groups: readonly KeyGroup[]; onClose: () => void }) {
  const dialog = useRef<HTMLDivElement>(null);
  return (
    <Dialog open ref={dialog} onOpenChange={onClose} title="Keys">
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        {groups.map(({ heading, lines }) => (
          <section key={heading}>
            <h3 className="mb-1 font-semibold text-xs">{heading}</h3>
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-1">
              {lines.map(({ keys, does }) => (
                <div key={does} className="contents">
                  <dt>
                    <Keys keys={keys} />
                    <span className="sr-only">{keys.join(" ")}</span>
                  </dt>
                  <dd className="text-ink-2">{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
