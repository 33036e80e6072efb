import { CircleAlert, Info, OctagonAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

const looks = {
  info: { icon: Info, box: "bg-selected text-primary", mark: "text-secondary" },
  warn: { icon: CircleAlert, box: "bg-suspect-soft text-primary", mark: "text-suspect" },
  danger: { icon: OctagonAlert, box: "bg-hot-soft text-primary", mark: "text-hot" },
};

/**
 * One line that changes how everything below is to be read: grace period, read-only, stale feed, a failure.
 * `danger` is announced at once, the others politely.
 */
export function Banner(props: {
  tone: keyof typeof looks;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  const { tone, title, children, action, className } = props;
  const { icon: Icon, box, mark } = looks[tone];
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={cn("flex items-start gap-2.5 rounded-sm px-3 py-2 text-sm", box, className)}
    >
      <Icon aria-hidden size={16} className={cn("mt-0.5 shrink-0", mark)} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children !== undefined && <div className="text-secondary">{children}</div>}
      </div>
      {action}
    </div>
  );
}
