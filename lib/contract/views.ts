import { z } from "zod";
import { limits } from "#lib/domain/limits.ts";
import { viewLists, viewNameProblem } from "#lib/domain/views/saved-view.ts";
import { at, listOf } from "./common.ts";

const list = z.enum(viewLists);
const name = z
  .string()
  .max(limits.viewNameMaxChars)
  .superRefine((text, check) => {
    const message = viewNameProblem(text);
    if (message !== null) check.addIssue({ code: "custom", message });
  });
/** Filters, order (`sort`) and columns (`cols`) as the list's address has them, without the question mark. */
const query = z.string().max(limits.viewQueryMaxChars);

/** A saved view, as whoever asks sees it. */
export const savedView = z.object({
  id: z.string(),
  list,
  name: z.string(),
  query: z.string(),
  /** It is what the list opens with, for the one who asks. */
  isDefault: z.boolean(),
  mine: z.boolean(),
  ownerName: z.string(),
  createdAt: at,
  changedAt: at,
});
export type SavedView = z.infer<typeof savedView>;

/** GET /api/v1/views?list= : one's own, in order of list and name. */
export const viewsQuery = z.object({ list: list.optional() });
export const viewList = listOf(savedView);
export type SavedViewList = z.infer<typeof viewList>;

/** POST /api/v1/views */
export const createView = z.strictObject({ list, name, query, isDefault: z.boolean().default(false) });
export type CreateView = z.input<typeof createView>;

/** PATCH /api/v1/views/{id}: what is left out stays. */
export const changeView = z.strictObject({
  name: name.optional(),
  query: query.optional(),
  isDefault: z.boolean().optional(),
});
export type ChangeView = z.input<typeof changeView>;
