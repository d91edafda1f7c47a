import type { Metadata } from "next";
import { Mark } from "@/components/ui/mark";
import { ButtonsBox } from "./buttons-box";
import { ColoursBox } from "./colours-box";
import { ConnectionBox } from "./connection-box";
import { FloatingBox } from "./floating-box";
import { FormsBox } from "./forms-box";
import { PaletteBox } from "./palette-box";
import { ProgressBox } from "./progress-box";
import { StartSyncBox } from "./start-sync-box";
import { EmptyBox, ErrorBox, ForbiddenBox, LoadingBox } from "./states-boxes";
import { StatusBox } from "./status-box";
import { TableBox } from "./table-box";
import { ThemeButton } from "./theme-button";
import { ThroughputBox } from "./throughput-box";
import { TypeBox } from "./type-box";

export const metadata: Metadata = { title: "Parts and states" };

/** Every part and state on one board, to look at in both themes before building a screen. */
export default function DesignPage() {
  return (
    <main className="min-h-dvh bg-sheet px-6 pt-5.5 pb-7 max-sm:p-3.5">
      <header className="mb-4 flex items-center gap-4">
        <div className="flex items-center gap-2.5">
          <Mark />
          <h1 className="font-semibold text-xl tracking-heading">Parts and states</h1>
        </div>
        <p className="text-ink-2 max-lg:hidden">
          Every screen is made of these. Colours, sizes and times come from tokens.css.
        </p>
        <ThemeButton />
      </header>
      <div className="grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-3">
        <div className="grid min-w-0 gap-4">
          <StatusBox />
          <ProgressBox />
          <ButtonsBox />
          <FormsBox />
          <ColoursBox />
        </div>
        <div className="grid min-w-0 gap-4">
          <PaletteBox />
          <StartSyncBox />
          <FloatingBox />
          <ThroughputBox />
        </div>
        <div className="grid min-w-0 gap-4">
          <EmptyBox />
          <LoadingBox />
          <ErrorBox />
          <ForbiddenBox />
          <TableBox />
          <ConnectionBox />
          <TypeBox />
        </div>
      </div>
    </main>
  );
}
