"use client";

import { Bookmark, Download, SlidersHorizontal } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Menu } from "#components/ui/menu.tsx";
import type { ListToolsProps } from "./list-props.ts";

// Seldom needed: their code comes when the page is at rest, or when somebody reaches for them.
const loadViews = () => import("./views-menu.tsx");
const loadDisplay = () => import("./display-menu.tsx");
const loadExport = () => import("./export-menu.tsx");
const preload = () => Promise.allSettled([loadViews(), loadDisplay(), loadExport()]);
const ViewsMenu = dynamic(() => loadViews().then((m) => m.ViewsMenu), { ssr: false });
const DisplayMenu = dynamic(() => loadDisplay().then((m) => m.DisplayMenu), { ssr: false });
const ExportMenu = dynamic(() => loadExport().then((m) => m.ExportMenu), { ssr: false });
const SaveViewDialog = dynamic(() => import("./save-view-dialog.tsx").then((m) => m.SaveViewDialog), {
  ssr: false,
});

/** What can be done with any list: open and save views, choose how it looks, take it along. */
export function ListTools(props: ListToolsProps) {
  const { list, choice, exported } = props;
  const [saving, setSaving] = useState(false);
  useIdle(preload);
  return (
    <div className="flex shrink-0 items-center">
      <Tool label="Views" icon={<Bookmark aria-hidden size={14} />}>
        <ViewsMenu
          list={list}
          hidden={choice?.hidden}
          columns={props.columns}
          onSave={() => setSaving(true)}
        />
      </Tool>
      <Tool label="Display" icon={<SlidersHorizontal aria-hidden size={14} />}>
        <DisplayMenu {...props} />
      </Tool>
      {exported !== undefined && (
        <Tool label="Export" icon={<Download aria-hidden size={14} />}>
          <ExportMenu source={exported} />
        </Tool>
      )}
      {saving && (
        <SaveViewDialog
          list={list}
          hidden={choice?.hidden}
          columns={props.columns}
          onClose={() => setSaving(false)}
        />
      )}
    </div>
  );
}

function Tool({ label, icon, children }: { label: string; icon: ReactNode; children: ReactNode }) {
  return (
    <Menu
      trigger={
        <Button variant="ghost" icon={icon} className="max-lg:w-8 max-lg:px-0">
          <span className="max-lg:sr-only">{label}</span>
        </Button>
      }
    >
      {children}
    </Menu>
  );
}

/** Runs once the browser has nothing better to do. */
function useIdle(run: () => unknown): void {
  useEffect(() => {
    // Safari has no such callback: there it runs after a moment.
    if (typeof requestIdleCallback !== "function") {
      const id = setTimeout(run, 2_000);
      return () => clearTimeout(id);
    }
    const id = requestIdleCallback(run, { timeout: 10_000 });
    return () => cancelIdleCallback(id);
  }, [run]);
}
