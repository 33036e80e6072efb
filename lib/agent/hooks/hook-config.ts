import { z } from "zod";
import { limits } from "#lib/domain/limits.ts";

const name = z.string().min(1).max(limits.shortNameMaxChars);
const argument = z
  .string()
  .max(limits.pathMaxChars)
  .refine((text) => !text.includes("\0"), "must not contain a NUL character");

/** A command of this host, run without a shell. Nothing of it ever comes from the server. */
export const hookCommand = z.strictObject({
  /** The program, by absolute path or by name, and its arguments. */
  command: z
    .tuple([argument.min(1)])
    .rest(argument)
    .refine((all) => all.length <= 100, "has too many arguments"),
  /** It is ended when it takes longer. */
  timeLimitMs: z
    .number()
    .int()
    .min(100)
    .max(limits.drainDeadlineMaxMs)
    .default(limits.hookTimeLimitDefaultMs),
});
export type HookCommand = z.infer<typeof hookCommand>;

export const hookNames = ["drain", "resume", "health"] as const;
export type HookName = (typeof hookNames)[number];

/** Something on this host that can be drained, told apart by its name. */
export const hookUnit = z
  .strictObject({
    name,
    service: name,
    hooks: z.strictObject({
      drain: hookCommand.optional(),
      resume: hookCommand.optional(),
      health: hookCommand.optional(),
    }),
  })
  .refine(({ hooks }) => (hooks.drain === undefined) === (hooks.resume === undefined), {
    path: ["hooks"],
    message: "what can be drained must also be resumed: give both drain and resume, or neither",
  });
export type HookUnit = z.infer<typeof hookUnit>;

export const hookUnits = z
  .array(hookUnit)
  .max(limits.unitsPerSessionMax)
  .refine((units) => new Set(units.map((unit) => unit.name)).size === units.length, "names must differ");
