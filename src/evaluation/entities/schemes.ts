/** A tag of a scheme. */
export interface SchemeTag {
  readonly prefix: string;
  readonly type: string;
}

/** How entities are written as tags. */
export interface Scheme {
  readonly prefixes: string;
  /** Whether an entity begins with `tag`. */
  readonly begins: (before: SchemeTag, tag: SchemeTag) => boolean;
  /** Whether the one before goes on with `tag`. */
  readonly goesOn: (before: SchemeTag, tag: SchemeTag) => boolean;
  /** Whether one may end with `tag`; what does not end so is no entity. */
  readonly mayEnd: (tag: SchemeTag) => boolean;
}

export type SchemeName = 'IOB2' | 'IOE2' | 'IOBES' | 'BILOU';

export const SCHEMES: Readonly<Record<SchemeName, Scheme>> = {
  IOB2: {
    prefixes: 'IOB',
    begins: (_, { prefix }) => prefix === 'B',
    goesOn: (before, tag) => 'BI'.includes(before.prefix) && tag.prefix === 'I' && before.type === tag.type,
    mayEnd: () => true,
  },
  IOE2: {
    prefixes: 'IOE',
    begins: (before, tag) => 'IE'.includes(tag.prefix) && ('OE'.includes(before.prefix) || before.type !== tag.type),
    goesOn: (before, tag) => before.prefix === 'I' && 'IE'.includes(tag.prefix) && before.type === tag.type,
    mayEnd: ({ prefix }) => prefix === 'E',
  },
  IOBES: closed('E', 'S'),
  BILOU: closed('L', 'U'),
};

/** Begin and end are both marked. @param last the prefix of the last token of several, and @param single of the only one */
function closed(last: string, single: string): Scheme {
  return {
    prefixes: `IOB${last}${single}`,
    begins: (_, { prefix }) => prefix === 'B' || prefix === single,
    goesOn: (before, tag) =>
      'BI'.includes(before.prefix) && (tag.prefix === 'I' || tag.prefix === last) && before.type === tag.type,
    mayEnd: ({ prefix }) => prefix === last || prefix === single,
  };
}

export const SCHEME_NAMES = Object.keys(SCHEMES) as readonly SchemeName[];
