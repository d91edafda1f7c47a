import { Download } from "lucide-react";
import { apiPath } from "./api";
import { buttonLook } from "./ui/button";

type ExportLinkProps = {
  /** The list, under /api. */
  path: string;
  query: Readonly<Record<string, string | number | undefined>>;
};

/** Leads to a list as its filters leave it, as a file. */
export function ExportLink({ path, query }: ExportLinkProps) {
  return (
    <a
      href={apiPath(path, { ...query, format: "csv" })}
      download
      className={`${buttonLook()} hover:bg-hover max-sm:hidden`}
    >
      <Download />
      Export CSV
    </a>
  );
}
