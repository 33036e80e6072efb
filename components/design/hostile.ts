/** What a host could call something: long, without a break, turning the direction of text, with control characters. */
export const hostile = {
  long: `/srv/${"very-long-folder-name/".repeat(9)}aim_lock_config.conf`,
  turning: "aim_lock\u202egnp.exe\u202c.conf",
  control: "two\nlines\tand\u0007a bell\u0000",
  markup: "<img src=x onerror=alert(1)>`code`",
  wide: "鍵".repeat(60),
} as const;
