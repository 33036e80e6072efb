/** Columns of the audit's table after the one that opens a row, in their order. */
export const auditColumns = [
  { id: "when", label: "When", width: "11.5rem", always: true },
  { id: "who", label: "Who", width: "minmax(9rem,1.5fr)" },
  { id: "what", label: "What", width: "10.5rem", always: true },
  { id: "target", label: "Target", width: "minmax(11rem,2fr)", leaves: 2 },
  { id: "outcome", label: "Outcome", width: "6rem" },
  { id: "detail", label: "Detail", width: "minmax(11rem,2fr)", leaves: 1 },
] as const;
export type AuditColumnId = (typeof auditColumns)[number]["id"];
