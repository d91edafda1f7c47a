"use client";

import { ReadFailed } from "@/components/read-failed";
import { SkeletonRows } from "@/components/ui/skeleton-rows";

type NotReadYetProps = {
  /** What is decided: "conflict". */
  noun: string;
  /** Why it could not be read. */
  error: Error | null;
  onRetry: () => unknown;
};

/** In place of what is to be decided while it is being read, or where it could not be. */
export function NotReadYet({ noun, error, onRetry }: NotReadYetProps) {
  if (!error) return <SkeletonRows label={`Loading the ${noun}`} />;
  return (
    <div className="px-5.5">
      <ReadFailed what={`The ${noun}`} right="read conflicts" error={error} onRetry={onRetry} />
    </div>
  );
}
