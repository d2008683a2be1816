/** Calls of so many items, so many of them under way at all times. */
export interface Setting {
  readonly size: number;
  readonly concurrency: number;
}

export function settingText({ size, concurrency }: Setting): string {
  return `${size} ${size === 1 ? 'item' : 'items'} a call, ${concurrency} at once`;
}
