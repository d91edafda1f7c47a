"use client";

import { useState } from "react";
import { Input } from "@/components/ui/input";
import { type Json, jsonOfText, textOfJson } from "./json-text";

type JsonInputProps = { value: unknown; onChange: (value: Json) => void; "aria-label"?: string };

/** Any JSON value in one line. What is typed stays as it is typed, as long as it says the value. */
export function JsonInput({ value, onChange, ...rest }: JsonInputProps) {
  const [typed, setTyped] = useState("");
  const saysIt = JSON.stringify(jsonOfText(typed)) === JSON.stringify(value);
  return (
    <Input
      {...rest}
      value={saysIt ? typed : textOfJson(value)}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(jsonOfText(event.target.value));
      }}
    />
  );
}
