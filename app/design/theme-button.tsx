"use client";

import { Moon } from "lucide-react";
import { Button } from "@/components/ui/button";
import { usePreference } from "@/components/ui/use-preference";

export function ThemeButton() {
  const [, setTheme] = usePreference("theme");
  const isDark = () => document.documentElement.dataset.theme === "dark";
  return (
    <Button size="sm" icon={Moon} className="ml-auto" onClick={() => setTheme(isDark() ? "light" : "dark")}>
      Change theme
    </Button>
  );
}
