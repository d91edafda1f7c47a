import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { env } from "@/lib/platform/env";

/** The board is for those who build screens: it exists in development and in the demo only. */
export default function DesignLayout({ children }: { children: ReactNode }) {
  if (process.env.NODE_ENV === "production" && !env().CARELANE_DEMO) notFound();
  return children;
}
