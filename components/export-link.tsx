import { clsx } from "clsx";
import { Download } from "lucide-react";
import { buttonLook } from "@/components/ui/button";

type ExportLinkProps = {
  /** Address of the list as CSV; left out while it is not known yet. */
  href?: string;
  size?: "sm";
  className?: string;
};

/** Leads to a list as a file. */
export function ExportLink({ href, size, className }: ExportLinkProps) {
  return (
    <a href={href} download className={clsx(buttonLook({ size }), "hover:bg-hover", className)}>
      <Download />
      Export CSV
    </a>
  );
}

/** The same beside the title of a section. */
export function CsvLink({ href }: { href: string }) {
  return (
    <a href={href} download className="inline-flex items-center gap-1 text-accent-ink hover:underline">
      <Download className="size-3" />
      CSV
    </a>
  );
}
