import type { ReactNode } from "react";

type FormSectionProps = { title: string; help?: ReactNode; children: ReactNode };

/** One subject of a long form, parted from the next by a line. */
export function FormSection({ title, help, children }: FormSectionProps) {
  return (
    <section
      aria-label={title}
      className="grid gap-3.5 border-line border-b px-4.5 py-4.5 last:border-b-0 max-sm:px-3.5"
    >
      <div>
        <h2 className="font-semibold text-md">{title}</h2>
        {help ? <p className="text-pretty text-ink-2">{help}</p> : null}
      </div>
      {children}
    </section>
  );
}
