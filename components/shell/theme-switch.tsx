"use client";

import { Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { IconButton } from "#components/ui/icon-button.tsx";

/** Dark or light. Which icon shows is decided by style, so nothing waits for the browser to be known. */
export function ThemeSwitch() {
  const { resolvedTheme, setTheme } = useTheme();
  return (
    <IconButton
      label="Switch between dark and light"
      icon={
        <>
          <Moon aria-hidden size={16} className="hidden dark:block" />
          <Sun aria-hidden size={16} className="dark:hidden" />
        </>
      }
      onClick={() => setTheme(resolvedTheme === "light" ? "dark" : "light")}
    />
  );
}
