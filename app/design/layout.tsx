import { notFound } from "next/navigation";
import type { ReactNode } from "react";

/** The board is for those who build screens: it exists in development and in the demo only. */
export default function DesignLayout({ children }: { children: ReactNode }) {
  if (process.env.NODE_ENV === "production" && process.env.CARELANE_DEMO !== "true") notFound();
  return children;
}
