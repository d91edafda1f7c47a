import { clsx } from "clsx";
import { Command, CornerDownLeft, type LucideIcon } from "lucide-react";

/** Keys drawn as pictures; every other key shows its letter. */
const pictures: Record<string, { icon: LucideIcon; name: string }> = {
  mod: { icon: Command, name: "Command or Control" },
  enter: { icon: CornerDownLeft, name: "Enter" },
};

type KeysProps = {
  /** One entry a key, in the order pressed: `["mod", "K"]`. */
  keys: readonly string[];
  /** On a filled button the caps take the button's own ink. */
  onAccent?: boolean;
  className?: string;
};

/** The keys of an action, shown on the control that does the same. Hidden on phones, which have none. */
export function Keys({ keys, onAccent = false, className }: KeysProps) {
  return (
    <span aria-hidden="true" className={clsx("inline-flex gap-0.5 max-sm:hidden", className)}>
      {keys.map((key) => {
        const picture = pictures[key];
        return (
          <kbd
            key={key}
            title={picture?.name}
            className={clsx(
              "inline-flex h-[17px] min-w-[17px] flex-none items-center justify-center rounded-xs border px-1 font-sans text-[10.5px]/none font-medium",
              onAccent
                ? "border-transparent bg-on-accent/16 text-inherit"
                : "border-line bg-sunken text-ink-3",
            )}
          >
            {picture ? <picture.icon className="size-2.5 stroke-[2.2]" /> : key}
          </kbd>
        );
      })}
    </span>
  );
}
