import { clsx } from "clsx";
import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { Keys } from "./keys";
import { StatusShape } from "./status-shape";
import { Tip } from "./tip";

export type ButtonVariant = "plain" | "primary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md" | "lg";

const base =
  "inline-flex flex-none select-none items-center justify-center border font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-ink-off disabled:shadow-none";

const variants: Record<ButtonVariant, string> = {
  plain: "border-line-strong bg-raised text-ink enabled:hover:bg-hover [&>.lucide]:text-ink-3",
  primary:
    "border-transparent bg-accent text-on-accent shadow-[inset_0_1px_0_rgb(255_255_255/0.12)] enabled:hover:bg-accent-hover [&>.lucide]:opacity-90",
  ghost:
    "border-transparent bg-transparent text-ink-2 disabled:border-transparent! disabled:bg-transparent! enabled:hover:bg-hover enabled:hover:text-ink [&>.lucide]:text-ink-3",
  danger: "border-line-strong bg-raised text-bad-ink enabled:hover:bg-hover",
};

const sizes: Record<ButtonSize, string> = {
  sm: "h-6.5 gap-1.25 rounded-[6px] px-2 text-xs max-sm:h-9 max-sm:px-3 [&>.lucide]:size-3.5",
  md: "h-(--control-h) gap-1.5 rounded-md px-2.75",
  lg: "h-10 gap-1.5 rounded-md px-4 text-md max-lg:h-12 max-lg:text-lg",
};

const squares: Record<ButtonSize, string> = {
  sm: "w-6.5 px-0! max-sm:w-9",
  md: "w-(--control-h) px-0!",
  lg: "w-10 px-0! max-lg:w-12",
};

type Look = { variant?: ButtonVariant; size?: ButtonSize };

/** The look of a button, for a link or a trigger that has to be an element of its own. */
export function buttonLook({ variant = "plain", size = "md" }: Look = {}): string {
  return clsx(base, variants[variant], sizes[size]);
}

type ButtonContentProps = { icon?: LucideIcon; keys?: readonly string[]; children: ReactNode } & Look;

function ButtonContent({ icon: Icon, keys, variant, children }: ButtonContentProps) {
  return (
    <>
      {Icon ? <Icon /> : null}
      {children}
      {keys ? <Keys keys={keys} onAccent={variant === "primary"} className="ml-0.5" /> : null}
    </>
  );
}

export type ButtonProps = ComponentProps<"button"> &
  Look & {
    icon?: LucideIcon;
    /** The keys that do the same, shown on the button. */
    keys?: readonly string[];
    /** Work is under way: the arc turns and further presses are ignored, while the button keeps focus. */
    loading?: boolean;
  };

/** An action. Its label is a verb; a disabled one says its reason in the label or beside it. */
export function Button({
  variant,
  size,
  icon,
  keys,
  loading,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      onClick={loading ? (event) => event.preventDefault() : onClick}
      className={clsx(buttonLook({ variant, size }), className)}
    >
      {loading ? (
        <>
          <StatusShape shape="run" colour={variant === "primary" ? "text-on-accent" : undefined} />
          {children}
        </>
      ) : (
        <ButtonContent icon={icon} keys={keys} variant={variant}>
          {children}
        </ButtonContent>
      )}
    </button>
  );
}

type LinkButtonProps = ComponentProps<typeof Link> & Look & { icon?: LucideIcon; keys?: readonly string[] };

/** A way to another page that looks like a button. */
export function LinkButton({ variant, size, icon, keys, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link
      {...rest}
      className={clsx(buttonLook({ variant, size }), variant !== "primary" && "hover:bg-hover", className)}
    >
      <ButtonContent icon={icon} keys={keys} variant={variant}>
        {children}
      </ButtonContent>
    </Link>
  );
}

type IconButtonProps = Omit<ComponentProps<"button">, "children"> &
  Look & { icon: LucideIcon; label: string; keys?: readonly string[] };

/** A button with a picture only; its name and keys stand in the tip. */
export function IconButton({
  icon: Icon,
  label,
  keys,
  variant = "ghost",
  size = "md",
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tip text={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={clsx(buttonLook({ variant, size }), squares[size], className)}
      >
        <Icon />
      </button>
    </Tip>
  );
}
