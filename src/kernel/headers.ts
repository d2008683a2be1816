/** HTTP header fields by lower-case name. */
export type Headers = Readonly<Record<string, string>>;
