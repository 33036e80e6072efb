import { SafeText } from "#components/ui/safe-text.tsx";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { personWords } from "./operation-words.ts";

/** Somebody of the console in a line of text; who is played by a drill wears its label. */
export function Person({ of }: { of: OperationDetail["createdBy"] }) {
  return <SafeText text={personWords(of)} maxLength={120} />;
}
