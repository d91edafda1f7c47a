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
