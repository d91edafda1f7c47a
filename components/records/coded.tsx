"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import type { Coded } from "@/lib/records/schema";
import { codedText, systemName } from "./words";

/** A code in words; the code itself, which people look up elsewhere, stands in the tip of what copies it. */
export function CodedValue({ coded }: { coded: Coded }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1 align-top">
      <bdi className="min-w-0 wrap-anywhere">{codedText(coded)}</bdi>
      {coded.code ? <CopyCode code={coded.code} system={coded.system} /> : null}
    </span>
  );
}

function CopyCode({ code, system }: { code: string; system: string | null }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(code);
    setCopied(true);
  };
  const name = [system && systemName(system), code].filter(Boolean).join(" ");
  return (
    <IconButton
      icon={copied ? Check : Copy}
      label={copied ? `Copied ${code}` : `Copy ${name}`}
      size="sm"
      onClick={copy}
      className="-my-1 max-sm:-my-2.5"
    />
  );
}
