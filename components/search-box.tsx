"use client";

import { Search } from "lucide-react";
import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import { useDebounced } from "@/components/shell/use-debounced";
import { Input } from "@/components/ui/input";

type SearchBoxProps = {
  /** What the list is searched for. */
  asked: string;
  onAsk: (q: string) => void;
  label: string;
  placeholder: string;
  inputRef: RefObject<HTMLInputElement | null>;
  className?: string;
};

/** What is typed shows at once, and is looked for when the hand rests. */
export function SearchBox({ asked, onAsk, label, placeholder, inputRef, className }: SearchBoxProps) {
  const [typed, setTyped] = useState(asked);
  const settled = useDebounced(typed.trim(), 250);
  const ask = useEffectEvent((q: string) => {
    if (q !== asked) onAsk(q);
  });
  useEffect(() => ask(settled), [settled]);
  // Back, and Clear in the empty list, change what is asked without the box.
  const follow = useEffectEvent((q: string) => {
    if (q !== settled) setTyped(q);
  });
  useEffect(() => follow(asked), [asked]);
  return (
    <Input
      ref={inputRef}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      aria-label={label}
      placeholder={placeholder}
      icon={Search}
      size="sm"
      soft
      className={className}
    />
  );
}
