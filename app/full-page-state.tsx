import type { ReactNode } from "react";
import { Mark } from "@/components/ui/mark";

/** A whole page that says one thing: not found, or failed. */
export function FullPageState({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center p-2">
      <div className="grid w-full max-w-105 justify-items-start gap-3 rounded-lg border border-line bg-sheet p-6 shadow-sheet">
        <Mark />
        <h1 className="font-semibold text-lg tracking-title">{title}</h1>
        {children}
      </div>
    </main>
  );
}
