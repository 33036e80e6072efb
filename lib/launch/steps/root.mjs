// @ts-check
import { fileURLToPath } from "node:url";

/** The folder of the clone, absolute. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));
