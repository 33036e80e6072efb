import type { ViewList } from "#lib/domain/views/saved-view.ts";

/** Filters, order and columns of a list under a name; anybody who may read can open it by its id. */
export interface ViewRecord {
  id: string;
  /** Id of the account, or `token:ID` of a token whose maker is not known. */
  ownerId: string;
  ownerName: string;
  list: ViewList;
  name: string;
  /** As the list's address has it. */
  query: string;
  createdAt: number;
  changedAt: number;
}

/** All views of one person, so that one read tells of names, number and defaults. Id: the owner's. */
export interface ViewBookRecord {
  ownerId: string;
  entries: { id: string; list: ViewList; name: string; key: string | null }[];
  /** The view that a list opens with. */
  defaults: Partial<Record<ViewList, string>>;
}

/** The kinds of documents of saved views. */
export interface ViewDocuments {
  view: ViewRecord;
  "view-book": ViewBookRecord;
}
