import type { Metadata } from "next";
import { SampleWorkspace } from "./sample-workspace";

export const metadata: Metadata = { title: "A screen at rest" };

/** The shell around one screen with invented figures, to compare with the drawings of the product. */
export default function SampleScreenPage() {
  return <SampleWorkspace />;
}
