import { CopyButton } from "./copy-button.tsx";
import { MonoId } from "./mono-id.tsx";

/** An identity among facts: cut in its middle where it has to be, copied whole. `label` names what is copied. */
export function CopyId(props: { id: string; label: string; keepEnd?: number; className?: string }) {
  const { id, label, keepEnd = 8, className } = props;
  return (
    <span className="flex max-w-full min-w-0 items-center gap-0.5">
      <MonoId id={id} keepEnd={keepEnd} {...(className !== undefined && { className })} />
      {/* No higher than its line: facts stay as close to each other as they are. */}
      <CopyButton text={id} label={label} size="sm" className="-my-1" />
    </span>
  );
}
