import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { type ShapeName, StatusShape } from "@/components/ui/status-shape";

/** The work: one sheet on the frame. It holds a SheetHead, the screen, and its SidePanel. */
export function Sheet({ children }: { children: ReactNode }) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className="relative my-2 mr-2 flex min-h-0 min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-sheet shadow-sheet outline-none max-sm:m-0 max-sm:rounded-none max-sm:border-0 print:m-0 print:overflow-visible print:border-0 print:shadow-none"
    >
      {children}
    </main>
  );
}

export type SheetTab = {
  id: string;
  label: string;
  /** Tabs live in the address, so that they can be linked to and gone back from. */
  href: string;
  count?: string;
  /** Something in the tab needs a person. */
  shape?: ShapeName;
};

type SheetHeadProps = {
  title: string;
  /** The places above this one, outermost first. */
  trail?: readonly { label: string; href: string }[];
  tabs?: readonly SheetTab[];
  currentTab?: string;
  /** Buttons, the primary one last. */
  actions?: ReactNode;
};

/**
 * Title, tabs and actions in 48 px. Where tabs leave no room for it, the trail goes before the title is cut; on a phone they
 * have a row of their own.
 */
export function SheetHead({ title, trail = [], tabs, currentTab, actions }: SheetHeadProps) {
  return (
    <header
      className={clsx(
        "flex flex-none items-center gap-3 border-line border-b pr-3 pl-4.5 max-sm:gap-x-2 max-sm:pr-2 max-sm:pl-3.5",
        tabs ? "sm:h-12 max-sm:flex-wrap max-sm:gap-y-0 max-sm:pt-1" : "h-12",
      )}
    >
      <div
        className={clsx(
          "flex min-w-0 items-center gap-1.5 max-sm:min-h-10",
          tabs
            ? "max-sm:flex-1 sm:max-[86.25rem]:max-w-1/4 sm:max-[86.25rem]:flex-none"
            : "max-sm:max-w-3/5 max-sm:flex-none",
        )}
      >
        {trail.map(({ label, href }) => (
          <span
            key={href}
            className={clsx(
              "flex flex-none items-center gap-1.5 text-ink-3 max-sm:hidden",
              tabs && "max-[86.25rem]:hidden",
            )}
          >
            <Link href={href} className="hover:text-ink">
              {label}
            </Link>
            <ChevronRight className="size-3.5" />
          </span>
        ))}
        <h1 className="truncate font-semibold text-[15px]/5 tracking-title">{title}</h1>
      </div>
      {tabs ? <SheetTabs label={title} tabs={tabs} current={currentTab} /> : null}
      {actions ? (
        <div className="ml-auto flex flex-none items-center gap-1.5 print:hidden">{actions}</div>
      ) : null}
    </header>
  );
}

/** Where there is no room for all tabs, the current one is in view. */
function bringIntoView(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: "nearest", inline: "center" });
}

type SheetTabsProps = { label: string; tabs: readonly SheetTab[]; current?: string };

function SheetTabs({ label, tabs, current }: SheetTabsProps) {
  return (
    <nav
      aria-label={label}
      className="ml-1.5 flex gap-0.5 self-stretch max-[86.25rem]:min-w-0 max-[86.25rem]:overflow-x-auto max-sm:order-last max-sm:-ml-2.5 max-sm:h-10 max-sm:basis-full [scrollbar-width:none]"
    >
      {tabs.map((tab) => (
        <Link
          key={tab.id}
          ref={tab.id === current ? bringIntoView : undefined}
          href={tab.href}
          aria-current={tab.id === current ? "page" : undefined}
          className={clsx(
            "relative inline-flex items-center gap-1.5 px-2.5 font-medium whitespace-nowrap hover:text-ink focus-visible:-outline-offset-4",
            tab.id === current
              ? "text-ink after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 after:rounded-t-[2px] after:bg-accent dark:after:bg-accent-ink"
              : "text-ink-3",
          )}
        >
          {tab.label}
          {tab.shape ? <StatusShape shape={tab.shape} className="size-3" /> : null}
          {tab.count ? <span className="text-2xs text-ink-3 tabular-nums">{tab.count}</span> : null}
        </Link>
      ))}
    </nav>
  );
}

/** The row of filters between head and table; `end` stands at the far right. */
export function FilterBar({ children, end }: { children: ReactNode; end?: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-none items-center gap-1.5 overflow-x-auto py-2 pr-3 pl-4.5 max-sm:px-3.5 [scrollbar-width:none]">
      {children}
      {end ? <div className="ml-auto flex flex-none items-center gap-1.5">{end}</div> : null}
    </div>
  );
}

type SheetBodyProps = {
  children: ReactNode;
  padded?: boolean;
  /** A page to read: the keyboard scrolls it, for it may hold nothing else to stop at. */
  reading?: boolean;
};

/** The part of the sheet that scrolls. */
export function SheetBody({ children, padded, reading }: SheetBodyProps) {
  return (
    <div
      tabIndex={reading ? 0 : undefined}
      className={clsx(
        "min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2 print:overflow-visible",
        padded && "p-4.5 max-sm:p-3.5",
      )}
    >
      {children}
    </div>
  );
}
